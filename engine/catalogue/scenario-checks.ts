import { metrics } from '../define-scenario.ts'
import { formatDuration, parseDuration } from '../duration.ts'
import { didYouMean } from './did-you-mean.ts'
import type { AnyFault } from './faults.ts'
import {
  censusDeadlineMs,
  loginShareOfWarmUp,
  mostLoginsPerArrival,
  mostServers,
  sessionTtlMs,
} from './limits.ts'
import { fieldName, type Problem, problemsOf } from './problems.ts'

/** What exists, for a scenario to name. */
interface Known {
  faults: ReadonlyMap<string, AnyFault>
  /** Services of docker-compose.yml beside the web servers. */
  services: readonly string[]
}

/**
 * What is wrong with a scenario's values together. It is looked for even when some values are malformed, so that a
 * file is repaired in one go: a malformed value is then no number, and compares as neither more nor less.
 */
export function problemsTogether(scenario: unknown, known: Known): Problem[] {
  const times = timesOf(scenario)
  return [
    ...timing(times),
    ...load(scenario, times),
    ...tolerances(scenario),
    ...items(scenario).flatMap((_, index) => fault(scenario, index, times, known)),
  ]
}

interface Times {
  warmUpMs: number
  durationMs: number
}

function timesOf(scenario: unknown): Times {
  return { warmUpMs: ms(get(scenario, 'warmUp')), durationMs: ms(get(scenario, 'duration')) }
}

function timing({ warmUpMs, durationMs }: Times): Problem[] {
  if (!(warmUpMs >= durationMs)) return []
  const problem = `is ${formatDuration(warmUpMs)}, but the load ends after ${formatDuration(durationMs)}; make it shorter`
  return [{ field: 'warmUp', problem }]
}

function load(scenario: unknown, { warmUpMs, durationMs }: Times): Problem[] {
  const users = number(get(scenario, 'traffic', 'users'))
  const ratePerSecond = positive(get(scenario, 'traffic', 'rate'))
  const timeoutMs = ms(get(scenario, 'traffic', 'timeout') ?? '3s')
  const lateMs = ms(get(scenario, 'traffic', 'late') ?? '500ms')
  const servers = number(get(scenario, 'servers'))
  const shares = get(scenario, 'traffic', 'operations')
  const logout = shares === undefined ? 0.02 : number(get(shares, 'logout'))
  const sum = number(get(shares, 'read')) + number(get(shares, 'write')) + logout
  const loginsPerSecond = (users / (warmUpMs * loginShareOfWarmUp)) * 1_000
  const neededMs =
    2 *
    (durationMs + censusDeadlineMs({ users, ratePerSecond, timeoutMs, durationMs, operations: { logout } }))
  const when = (wrong: boolean, field: string, problem: string) => (wrong ? [{ field, problem }] : [])
  return [
    ...when(
      servers > mostServers,
      'servers',
      `is ${servers}; the network of a stack has room for ${mostServers}`,
    ),
    ...when(
      Math.abs(sum - 1) > 1e-9,
      'traffic.operations',
      `add up to ${Number(sum.toFixed(6))}; make them add up to 1`,
    ),
    ...when(
      lateMs > timeoutMs,
      'traffic.late',
      `is ${formatDuration(lateMs)}, but an answer times out after ${formatDuration(timeoutMs)}; make it shorter`,
    ),
    ...when(
      loginsPerSecond > mostLoginsPerArrival * ratePerSecond,
      'warmUp',
      `of ${formatDuration(warmUpMs)} is too short for ${users} users: ${Math.round(loginsPerSecond)} logins per second ` +
        `beside ${ratePerSecond} operations per second; make it longer, or have fewer users or a higher rate`,
    ),
    ...when(
      neededMs > sessionTtlMs,
      'duration',
      `is too long: sessions live ${formatDuration(sessionTtlMs)} and must outlive twice the load and its census, ` +
        `${formatDuration(neededMs)}; make the load shorter, or have fewer users`,
    ),
  ]
}

function tolerances(scenario: unknown): Problem[] {
  const hypothesis = get(scenario, 'hypothesis')
  if (typeof hypothesis !== 'object' || hypothesis === null) return []
  return Object.entries(hypothesis).flatMap(([metric, tolerance]) => {
    const field = `hypothesis.${metric}`
    if (!(metric in metrics) || typeof tolerance !== 'object' || tolerance === null) return []
    const atMost = get(tolerance, 'atMost')
    const atLeast = get(tolerance, 'atLeast')
    if (atMost === undefined && atLeast === undefined) {
      return [{ field, problem: 'sets no limit; give atMost, atLeast or both' }]
    }
    if (!(number(atLeast) > number(atMost))) return []
    return [{ field, problem: `can't hold: at least ${atLeast} and at most ${atMost}` }]
  })
}

function fault(scenario: unknown, index: number, times: Times, known: Known): Problem[] {
  const timed = items(scenario)[index]
  const kind = get(timed, 'fault', 'kind')
  const place = ['method', index]
  const problems = instant(ms(get(timed, 'at')), fieldName([...place, 'at']), times)
  if (typeof kind !== 'string') return problems
  const definition = known.faults.get(kind)
  if (!definition) {
    const kinds = [...known.faults.keys()]
    const problem = `is "${kind}"; use one of ${kinds.join(', ')}.${didYouMean(kind, kinds)}`
    return [...problems, { field: fieldName([...place, 'fault.kind']), problem }]
  }
  const options = definition.options.safeParse(get(timed, 'fault', 'options'))
  if (!options.success) return [...problems, ...problemsOf(options.error, [...place, 'fault', 'options'])]
  return [...problems, ...service(definition.service(options.data), fieldName([...place, 'fault']), known)]
}

function instant(atMs: number, field: string, { warmUpMs, durationMs }: Times): Problem[] {
  if (atMs >= durationMs) {
    const problem = `is ${formatDuration(atMs)}, but the load ends after ${formatDuration(durationMs)}; make it earlier`
    return [{ field, problem }]
  }
  if (atMs <= warmUpMs && warmUpMs < durationMs) {
    const problem = `is ${formatDuration(atMs)}, within the warm-up of ${formatDuration(warmUpMs)}; make it later`
    return [{ field, problem }]
  }
  return []
}

function service(name: string | undefined, field: string, { services }: Known): Problem[] {
  if (name === undefined || name === 'web' || /^web-[1-9]\d*$/.test(name) || services.includes(name))
    return []
  const there = ['web', ...services]
  return [
    {
      field,
      problem: `strikes "${name}", which no target has; use one of ${there.join(', ')}, or one server such as web-2.${didYouMean(name, there)}`,
    },
  ]
}

function items(scenario: unknown): readonly unknown[] {
  const method = get(scenario, 'method')
  return Array.isArray(method) ? method : []
}

function get(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[key] : undefined,
    value,
  )
}

const positive = (value: unknown): number => (number(value) > 0 ? number(value) : Number.NaN)
const number = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN)
const ms = (value: unknown): number =>
  typeof value === 'string' ? (parseDuration(value) ?? Number.NaN) : Number.NaN
