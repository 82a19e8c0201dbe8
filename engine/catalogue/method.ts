import { get, isRecord, list, milliseconds, number, positive } from './unchecked.ts'

/** A fault of a scenario that nobody has checked yet, and when it strikes. */
export interface TimedUnchecked {
  /** From the start of the load. */
  atMs: number
  fault: unknown
  /** Where the scenario's file has it. */
  place: readonly PropertyKey[]
}

/**
 * The faults of a scenario at their times: those of `every` in turn, as often as they end before the load does; none
 * where they are drawn for each block.
 */
export function timedFaults(scenario: unknown): TimedUnchecked[] {
  const method = get(scenario, 'method')
  if (get(method, 'random') === true) return []
  if (isRecord(method)) return repeated(method, milliseconds(get(scenario, 'duration')))
  return list(method).map((timed, index) => ({
    atMs: milliseconds(get(timed, 'at')),
    fault: get(timed, 'fault'),
    place: ['method', index, 'fault'],
  }))
}

function repeated(method: Record<string, unknown>, durationMs: number): TimedUnchecked[] {
  const everyMs = positive(milliseconds(method.every))
  const faults = list(method.faults)
  const rounds = Math.ceil(durationMs / everyMs) - 1
  if (!(rounds > 0) || faults.length === 0) return []
  return Array.from({ length: rounds }, (_, round) => {
    const index = round % faults.length
    return { atMs: (round + 1) * everyMs, fault: faults[index], place: ['method', 'faults', index] }
  }).filter(({ atMs, fault }) => atMs + lastingMs(fault) < durationMs)
}

/** 0 for a fault that does not end by itself. */
export function lastingMs(fault: unknown): number {
  const forMs = number(get(fault, 'options', 'forMs'))
  return Number.isNaN(forMs) ? 0 : forMs
}
