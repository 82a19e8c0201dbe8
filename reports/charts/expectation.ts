import type { Markup } from '../html/node.ts'
import type { PredictionResult, TrialResult } from '../trial-result.ts'
import { type Point, step } from './marks/line.ts'
import type { Scale } from './scales.ts'

interface ExpectedStep {
  fromMs: number
  /** What the target's theory leaves. */
  share: number
  /** What the naive theory leaves: 1 − k/N of a fault that takes k of N servers away; null where that is not known. */
  naive: number | null
}

/** The share of sessions that is left after each fault that something is predicted of. */
export function expectedSteps({ predictions }: TrialResult): ExpectedStep[] {
  let share = 1
  let naive: number | null = 1
  const turns = predictions
    .filter(isPredicted)
    .flatMap((prediction) => prediction.turns.map((turn) => ({ ...turn, lost: naiveLoss(prediction) })))
    .sort((a, b) => a.fromMs - b.fromMs)
  return turns.map(({ fromMs, there, predicted, lost }) => {
    if (there > 0) share *= 1 - predicted / there
    naive = naive === null || lost === null ? null : naive * (1 - lost)
    return { fromMs, share, naive }
  })
}

const isPredicted = ({ verdict, atRisk }: PredictionResult) => verdict !== 'unpredicted' && atRisk > 0

/** At each of its turns. */
function naiveLoss({ naiveShare, turns }: PredictionResult): number | null {
  return naiveShare === null ? null : naiveShare / turns.length
}

/** Both as step functions over the whole trial. */
export function expectation(trial: TrialResult, untilMs: number, scales: { x: Scale; y: Scale }): Markup[] {
  const steps = expectedSteps(trial)
  if (steps.length === 0) return []
  const curve = (of: (step: ExpectedStep) => number | null): Point[] => {
    const points = steps.map((each) => ({ x: each.fromMs, y: of(each) }))
    return [{ x: 0, y: 1 }, ...points, { x: untilMs, y: points.at(-1)?.y ?? null }]
  }
  return [
    step(
      curve(({ naive }) => naive),
      scales,
      'naive',
    ),
    step(
      curve(({ share }) => share),
      scales,
      'expected',
    ),
  ]
}
