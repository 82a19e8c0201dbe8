import { formatDuration } from '../duration.ts'
import { isMeantBy, kindOf } from '../faults/named.ts'
import { didYouMean } from './did-you-mean.ts'
import type { AnyFault } from './faults.ts'
import { lastingMs, timedFaults } from './method.ts'
import { isMonkey, problemsOfMonkey } from './monkey.ts'
import type { Needable } from './needs.ts'
import { fieldName, type Problem, problemsOf } from './problems.ts'
import { get, isRecord, list, milliseconds, number } from './unchecked.ts'

/** What exists, for a scenario to name. */
export interface Known extends Needable {
  faults: ReadonlyMap<string, AnyFault>
}

/** What is wrong with the faults of a scenario. */
export function problemsOfFaults(scenario: unknown, known: Known): Problem[] {
  const method = get(scenario, 'method')
  const added = timedFaults(scenario).filter(({ fault }) => get(fault, 'kind') === 'add').length
  const servers = number(get(scenario, 'servers') ?? 3) + added
  if (isRecord(method)) {
    return [
      ...none(method),
      ...(isMonkey(method) ? problemsOfMonkey(scenario, known.faults) : interval(scenario, method)),
      ...list(method.faults).flatMap((each, index) =>
        fault(each, ['method', 'faults', index], { ...known, servers }),
      ),
    ]
  }
  return list(method).flatMap((timed, index) => [
    ...instant(scenario, milliseconds(get(timed, 'at')), fieldName(['method', index, 'at'])),
    ...ending(scenario, timed, fieldName(['method', index, 'fault'])),
    ...fault(get(timed, 'fault'), ['method', index, 'fault'], { ...known, servers }),
  ])
}

function instant(scenario: unknown, atMs: number, field: string): Problem[] {
  const warmUpMs = milliseconds(get(scenario, 'warmUp'))
  const durationMs = milliseconds(get(scenario, 'duration'))
  const at = `is ${formatDuration(atMs)}`
  if (atMs >= durationMs) {
    return [
      { field, problem: `${at}, but the load ends after ${formatDuration(durationMs)}; make it earlier` },
    ]
  }
  if (atMs <= warmUpMs && warmUpMs < durationMs) {
    return [{ field, problem: `${at}, within the warm-up of ${formatDuration(warmUpMs)}; make it later` }]
  }
  return []
}

function none({ faults }: Record<string, unknown>): Problem[] {
  if (!Array.isArray(faults) || faults.length > 0) return []
  return [
    { field: 'method.faults', problem: 'has none; give one at least, or method [] where nothing breaks' },
  ]
}

/** One fault is over before the next one begins. */
function interval(scenario: unknown, method: Record<string, unknown>): Problem[] {
  const everyMs = milliseconds(method.every)
  const warmUpMs = milliseconds(get(scenario, 'warmUp'))
  const faults = list(method.faults)
  const longestMs = Math.max(0, ...faults.map(lastingMs))
  const is = `is ${formatDuration(everyMs)}`
  const longer = (problem: string) => [
    { field: 'method.every', problem: `${is}, ${problem}; make it longer` },
  ]
  const durationMs = milliseconds(get(scenario, 'duration'))
  if (everyMs >= durationMs) {
    const problem = `is ${formatDuration(durationMs)}, but the first fault comes after ${formatDuration(everyMs)}; make it longer`
    return [{ field: 'duration', problem }]
  }
  if (everyMs <= warmUpMs) return longer(`within the warm-up of ${formatDuration(warmUpMs)}`)
  if (everyMs <= longestMs) return longer(`but one of its faults lasts ${formatDuration(longestMs)}`)
  return []
}

/** A fault that lasts for a while is taken back while the load goes on, or its end could not be measured. */
function ending(scenario: unknown, timed: unknown, field: string): Problem[] {
  const endMs = milliseconds(get(timed, 'at')) + number(get(timed, 'fault', 'options', 'forMs'))
  const durationMs = milliseconds(get(scenario, 'duration'))
  if (!(endMs >= durationMs)) return []
  const problem = `lasts until ${formatDuration(endMs)}, but the load ends after ${formatDuration(durationMs)}; make it shorter`
  return [{ field, problem }]
}

/** All that serve as one, whatever they are called in a target. */
const tiers = ['web', 'balancer', 'store', 'primary']

type Place = readonly PropertyKey[]

function fault(planned: unknown, place: Place, known: Known & { servers: number }): Problem[] {
  const kind = get(planned, 'kind')
  if (typeof kind !== 'string') return []
  const definition = known.faults.get(kind)
  if (!definition) {
    const kinds = [...known.faults.keys()]
    const problem = `is "${kind}"; use one of ${kinds.join(', ')}.${didYouMean(kind, kinds)}`
    return [{ field: fieldName([...place, 'kind']), problem }]
  }
  const options = definition.options.safeParse(get(planned, 'options'))
  if (!options.success) return problemsOf(options.error, [...place, 'options'])
  const struck = definition.service(options.data)
  const other = definition.other?.(options.data)
  return [
    ...service(struck, fieldName(place), known),
    ...(other === undefined ? [] : service(other, fieldName(place), known)),
    ...count(definition.selection?.(options.data).count, struck, { place, ...known }),
  ]
}

/** How many nodes a store has depends on the target. */
function count(
  wanted: number | undefined,
  struck: string,
  { place, servers, services }: Known & { place: Place; servers: number },
): Problem[] {
  const containers = [...services.values()].flat().filter((container) => isMeantBy(struck, container))
  const [most, what] = struck === 'web' ? [servers, 'web servers'] : [containers.length, `of ${struck}`]
  if (wanted === undefined || most === 0 || wanted <= most) return []
  const problem = `is ${wanted}, but there are never more than ${most} ${what}`
  return [{ field: fieldName([...place, 'options', 'count']), problem }]
}

function service(name: string, field: string, { services, servers }: Known & { servers: number }): Problem[] {
  const server = /^web-([1-9]\d*)$/.exec(name)?.[1]
  const containers = [...services.values()].flat()
  const isThere = tiers.includes(name) || containers.some((container) => isMeantBy(name, container))
  if (isThere || Number(server) <= servers) return []
  if (server !== undefined) {
    return [{ field, problem: `strikes ${name}, but there are never more than ${servers} web servers` }]
  }
  const several = services.get(name)
  if (several) {
    const problem = `strikes "${name}", which is ${several.join(', ')}; name one of them, or store for those that keep sessions`
    return [{ field, problem }]
  }
  const kinds = [...new Set([...tiers, ...containers.map(kindOf)])]
  const numbered = ['web-2', ...containers.filter((container) => !kinds.includes(container))]
  const problem = `strikes "${name}", which no target has; use one of ${kinds.join(', ')}, or one alone: ${numbered.join(', ')}.`
  return [{ field, problem: `${problem}${didYouMean(name, [...kinds, ...numbered])}` }]
}
