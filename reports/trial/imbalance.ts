import { mean } from '../statistics/mean.ts'
import type { ImbalanceResult } from '../trial-result.ts'
import type { FrameTotals } from './frame-totals.ts'
import { type Span, secondsOf, type TrialWindows } from './windows.ts'

/**
 * How unevenly the servers shared the answers (1 and 0 when evenly), and how many came from the server that had
 * answered the session's login. Before anything happens all `servers` of the start are counted, an idle one too; later
 * those that answered, since who is gone has no share.
 */
export function imbalanceOf(
  frames: FrameTotals,
  windows: TrialWindows,
  { servers }: { servers: number },
): ImbalanceResult[] {
  const { baseline, afterFault, measured } = windows
  return [
    imbalanceIn(frames, 'measured', measured),
    imbalanceIn(frames, 'baseline', baseline, namesOf(servers)),
    ...(afterFault ? [imbalanceIn(frames, 'afterFault', afterFault)] : []),
  ]
}

const namesOf = (servers: number) => Array.from({ length: servers }, (_, index) => `web-${index + 1}`)

function imbalanceIn(
  frames: FrameTotals,
  window: ImbalanceResult['window'],
  span: Span,
  expected: readonly string[] = [],
): ImbalanceResult {
  const answers: Record<string, number> = Object.fromEntries(expected.map((server) => [server, 0]))
  for (const second of secondsOf(span)) {
    for (const [server, count] of Object.entries(frames.seconds.get(second)?.answers ?? {})) {
      answers[server] = (answers[server] ?? 0) + count
    }
  }
  const affinityShare = affinityIn(frames, span)
  const counts = Object.values(answers)
  const average = counts.length === 0 ? 0 : mean(counts)
  if (average === 0)
    return { window, answers, maxOverMean: null, coefficientOfVariation: null, affinityShare }
  // The servers are all there are, not a sample of them: divided by n.
  const deviation = Math.sqrt(mean(counts.map((count) => (count - average) ** 2)))
  return {
    window,
    answers,
    maxOverMean: Math.max(...counts) / average,
    coefficientOfVariation: deviation / average,
    affinityShare,
  }
}

function affinityIn(frames: FrameTotals, span: Span): number | null {
  let [home, all] = [0, 0]
  for (const second of secondsOf(span)) {
    const affinity = frames.seconds.get(second)?.affinity
    home += affinity?.home ?? 0
    all += (affinity?.home ?? 0) + (affinity?.elsewhere ?? 0)
  }
  return all === 0 ? null : home / all
}
