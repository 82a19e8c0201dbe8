import { formatDuration } from '../duration.ts'
import type { MonkeyDescription } from '../journal/descriptions.ts'
import type { AnyFault } from './faults.ts'
import { lastingMs } from './method.ts'
import { fieldName, type Problem } from './problems.ts'
import { type CheckedScenario, plannedFault } from './scenario-schema.ts'
import { get, isRecord, list, milliseconds } from './unchecked.ts'

type Faults = ReadonlyMap<string, AnyFault>
type Candidate = MonkeyDescription['faults'][number]

/** Whether the faults of a scenario that nobody has checked yet are drawn anew for each block. */
export const isMonkey = (method: unknown) => isRecord(method) && method.random === true

/** What a block's faults are drawn from; nothing where they are the same for each. */
export function describeMonkey(
  { method }: Pick<CheckedScenario, 'method'>,
  faults: Faults,
): { monkey?: MonkeyDescription } {
  if (Array.isArray(method) || !isMonkey(method)) return {}
  return {
    monkey: {
      everyMs: milliseconds(method.every),
      faults: method.faults.map((fault) => describeCandidate(fault, faults)),
    },
  }
}

function describeCandidate(checked: unknown, faults: Faults): Candidate {
  const { kind, options } = plannedFault.parse(checked)
  const definition = faults.get(kind)
  const lastsMs = definition?.lastsMs?.(options)
  return {
    kind,
    title: definition?.title(options) ?? kind,
    options,
    ...(lastsMs === undefined ? {} : { lastsMs }),
    server: definition ? serverAfter(definition, options, lastsMs) : 'stays',
  }
}

function serverAfter(
  { effect, service }: AnyFault,
  options: Record<string, unknown>,
  lastsMs: number | undefined,
): Candidate['server'] {
  if (effect === 'added') return 'isAdded'
  if (service(options) !== 'web') return 'stays'
  return effect === 'renewed' || lastsMs !== undefined || options.restarts === true ? 'comesBack' : 'goes'
}

/** What is wrong with faults that are drawn, beside what is wrong with each of them. */
export function problemsOfMonkey(scenario: unknown, faults: Faults): Problem[] {
  const method = get(scenario, 'method')
  if (!isMonkey(method)) return []
  const all = list(get(method, 'faults'))
  return [
    ...interval(scenario, milliseconds(get(method, 'every')), Math.max(0, ...all.map(lastingMs))),
    ...all.flatMap((fault, index) => aim(fault, fieldName(['method', 'faults', index]), faults)),
  ]
}

function interval(scenario: unknown, everyMs: number, longestMs: number): Problem[] {
  const durationMs = milliseconds(get(scenario, 'duration'))
  const firstMs = milliseconds(get(scenario, 'warmUp')) + everyMs
  if (firstMs >= durationMs) {
    const problem = `is ${formatDuration(durationMs)}, but the first fault comes after ${formatDuration(firstMs)}; make it longer`
    return [{ field: 'duration', problem }]
  }
  if (everyMs > 2 * longestMs) return []
  const problem = `is ${formatDuration(everyMs)}, and half of that must be longer than the ${formatDuration(longestMs)} that one of its faults lasts; make it longer`
  return [{ field: 'method.every', problem }]
}

/** One server at a time, whichever runs: so the last one can be spared, and nobody is struck who is gone. */
function aim(fault: unknown, field: string, faults: Faults): Problem[] {
  const definition = faults.get(String(get(fault, 'kind')))
  const options = definition?.options.safeParse(get(fault, 'options'))
  if (!definition || !options?.success) return []
  const service = definition.service(options.data)
  if (service.startsWith('web-')) {
    return [{ field, problem: `strikes ${service}, which may be gone by then; strike one of web` }]
  }
  const { count = 1, share, allBut, pick } = definition.selection?.(options.data) ?? {}
  if (count > 1 || share !== undefined || allBut !== undefined) {
    return [{ field, problem: 'strikes several at once; a monkey strikes one at a time' }]
  }
  if (pick !== 'another') return []
  return [{ field, problem: 'strikes another one each time, until none is left; pick in another way' }]
}
