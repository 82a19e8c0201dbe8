import { metrics } from '../define-scenario.ts'
import { formatDuration } from '../duration.ts'
import { type Known, problemsOfFaults } from './fault-checks.ts'
import {
  censusDeadlineMs,
  loginShareOfWarmUp,
  mostLoginsPerArrival,
  mostServers,
  mostTabs,
  sessionTtlMs,
} from './limits.ts'
import type { Problem } from './problems.ts'
import { get, isRecord, milliseconds, number, positive } from './unchecked.ts'

/**
 * What is wrong with a scenario's values together. It is looked for even when some values are malformed, so that a
 * file is repaired in one go.
 */
export function problemsTogether(scenario: unknown, known: Known): Problem[] {
  return [
    ...servers(scenario),
    ...operations(scenario),
    ...tabs(scenario),
    ...times(scenario),
    ...warmUp(scenario),
    ...sessions(scenario),
    ...tolerances(scenario),
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

function operations(scenario: unknown): Problem[] {
  const shares = get(scenario, 'traffic', 'operations')
  const sum = number(get(shares, 'read')) + number(get(shares, 'write')) + number(get(shares, 'logout'))
  const problem = `add up to ${Number(sum.toFixed(6))}; make them add up to 1`
  return when(Math.abs(sum - 1) > 1e-9, 'traffic.operations', problem)
}

function tabs(scenario: unknown): Problem[] {
  const count = number(get(scenario, 'traffic', 'tabs'))
  return when(count > mostTabs, 'traffic.tabs', `is ${count}; a session can be open in ${mostTabs} at most`)
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

function warmUp(scenario: unknown): Problem[] {
  const users = number(get(scenario, 'traffic', 'users'))
  const rate = positive(get(scenario, 'traffic', 'rate'))
  const warmUpMs = milliseconds(get(scenario, 'warmUp'))
  const loginsPerSecond = (users / (warmUpMs * loginShareOfWarmUp)) * 1_000
  return when(
    loginsPerSecond > mostLoginsPerArrival * rate,
    'warmUp',
    `of ${formatDuration(warmUpMs)} is too short for ${users} users: ${Math.round(loginsPerSecond)} logins per second ` +
      `beside ${rate} operations per second; make it longer, or have fewer users or a higher rate`,
  )
}

/** A session that expires while it is watched could not be told from one that was lost. */
function sessions(scenario: unknown): Problem[] {
  const users = number(get(scenario, 'traffic', 'users'))
  const ratePerSecond = positive(get(scenario, 'traffic', 'rate'))
  const durationMs = milliseconds(get(scenario, 'duration'))
  const logout = number(get(scenario, 'traffic', 'operations', 'logout') ?? 0.02)
  const { timeoutMs } = limitsOf(scenario)
  const census = censusDeadlineMs({ users, ratePerSecond, timeoutMs, durationMs, operations: { logout } })
  const neededMs = 2 * (durationMs + census)
  return when(
    neededMs > sessionTtlMs,
    'duration',
    `is too long: sessions live ${formatDuration(sessionTtlMs)} and must outlive twice the load and its census, ` +
      `${formatDuration(neededMs)}; make the load shorter, or have fewer users`,
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
