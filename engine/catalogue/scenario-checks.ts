import { metrics } from '../define-scenario.ts'
import { formatDuration } from '../duration.ts'
import { problemsOfAbort } from './abort.ts'
import { problemsOfAutoscaler } from './autoscaler-checks.ts'
import { type Known, problemsOfFaults } from './fault-checks.ts'
import { censusDeadlineMs, mostServers, sessionTtlMs } from './limits.ts'
import { problemsOfNeeds } from './needs.ts'
import type { Problem } from './problems.ts'
import { problemsOfTraffic } from './traffic-checks.ts'
import { trafficFigures } from './traffic-figures.ts'
import { get, isRecord, milliseconds, number } from './unchecked.ts'

/**
 * What is wrong with a scenario's values together. It is looked for even when some values are malformed, so that a
 * file is repaired in one go.
 */
export function problemsTogether(scenario: unknown, known: Known): Problem[] {
  return [
    ...servers(scenario),
    ...problemsOfTraffic(scenario),
    ...times(scenario),
    ...sessions(scenario),
    ...tolerances(scenario),
    ...problemsOfAutoscaler(scenario),
    ...problemsOfAbort(scenario),
    ...problemsOfNeeds(scenario, known),
    ...problemsOfFaults(scenario, known),
  ]
}

const when = (wrong: boolean, field: string, problem: string): Problem[] =>
  wrong ? [{ field, problem }] : []

function servers(scenario: unknown): Problem[] {
  const count = number(get(scenario, 'servers'))
  return when(
    count > mostServers,
    'servers',
    `is ${count}; the network of a stack has room for ${mostServers}`,
  )
}

function times(scenario: unknown): Problem[] {
  const warmUpMs = milliseconds(get(scenario, 'warmUp'))
  const durationMs = milliseconds(get(scenario, 'duration'))
  const { lateMs, timeoutMs } = limitsOf(scenario)
  const shown = formatDuration
  return [
    ...when(
      warmUpMs >= durationMs,
      'warmUp',
      `is ${shown(warmUpMs)}, but the load ends after ${shown(durationMs)}; make it shorter`,
    ),
    ...when(
      lateMs > timeoutMs,
      'traffic.late',
      `is ${shown(lateMs)}, but an answer times out after ${shown(timeoutMs)}; make it shorter`,
    ),
  ]
}

/** A session that expires while it is watched could not be told from one that was lost. */
function sessions(scenario: unknown): Problem[] {
  const warmUpMs = milliseconds(get(scenario, 'warmUp'))
  const durationMs = milliseconds(get(scenario, 'duration'))
  const { timeoutMs } = limitsOf(scenario)
  const census = censusDeadlineMs({ ...trafficFigures(scenario), timeoutMs, warmUpMs, durationMs })
  const neededMs = 2 * (durationMs + census)
  const sessionTtl = get(scenario, 'settings', 'sessionTtl')
  const livesMs = sessionTtl === undefined ? sessionTtlMs : milliseconds(sessionTtl)
  return when(
    neededMs > livesMs,
    'duration',
    `is too long: sessions live ${formatDuration(livesMs)} and must outlive twice the load and its census, ` +
      `${formatDuration(neededMs)}; make the load shorter, have fewer users, or give settings.sessionTtl`,
  )
}

function limitsOf(scenario: unknown): { timeoutMs: number; lateMs: number } {
  return {
    timeoutMs: milliseconds(get(scenario, 'traffic', 'timeout') ?? '3s'),
    lateMs: milliseconds(get(scenario, 'traffic', 'late') ?? '500ms'),
  }
}

function tolerances(scenario: unknown): Problem[] {
  const hypothesis = get(scenario, 'hypothesis')
  if (!isRecord(hypothesis)) return []
  return Object.entries(hypothesis).flatMap(([metric, tolerance]) => {
    if (!(metric in metrics) || !isRecord(tolerance)) return []
    const { atMost, atLeast } = tolerance
    const field = `hypothesis.${metric}`
    return [
      ...when(
        atMost === undefined && atLeast === undefined,
        field,
        'sets no limit; give atMost, atLeast or both',
      ),
      ...when(
        number(atLeast) > number(atMost),
        field,
        `can't hold: at least ${atLeast} and at most ${atMost}`,
      ),
    ]
  })
}
