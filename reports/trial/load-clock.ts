import type { TrialRecords } from './trial-records.ts'

/** Turns instants of the clocks of a trial into milliseconds from the start of its load. */
export interface LoadClock {
  fromEngine(unixMs: number): number
  fromDaemon(unixMs: number): number
  /** How far an instant of the engine may be off beside one of the load. */
  uncertaintyMs: number
}

/**
 * The generator runs on the daemon's host and so shares its clock; the engine may be elsewhere, and the `clock`
 * record says by how much the two differ. Undefined where the load never began.
 */
export function loadClock({ start, clock }: TrialRecords): LoadClock | undefined {
  if (!start) return undefined
  const offsetMs = clock?.daemonOffsetMs ?? 0
  return {
    fromEngine: (unixMs) => toMicroseconds(unixMs + offsetMs - start.unixMs),
    fromDaemon: (unixMs) => toMicroseconds(unixMs - start.unixMs),
    uncertaintyMs: clock?.uncertaintyMs ?? 0,
  }
}

/** Milliseconds since 1970 keep a quarter of a microsecond: what is printed beyond one is noise. */
function toMicroseconds(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}
