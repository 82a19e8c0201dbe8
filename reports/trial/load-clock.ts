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
    fromEngine: (unixMs) => unixMs + offsetMs - start.unixMs,
    fromDaemon: (unixMs) => unixMs - start.unixMs,
    uncertaintyMs: clock?.uncertaintyMs ?? 0,
  }
}
