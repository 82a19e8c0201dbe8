import type { SessionEnd } from '../engine/journal/traffic-records.ts'
import type { ExperimentResult } from './result.ts'
import type { Level } from './statistics/elasticity.ts'
import type { Subcounts } from './trial-result.ts'

/** The long series beside `ExperimentResult`: what charts and CSV files are made from. */
export interface ExperimentData {
  trials: TrialData[]
}

/** The series of one trial. */
export interface TrialData {
  /** `b1-stateless-redis-kill-server` */
  trial: string
  /** Every second of the load, gaps filled, in order. */
  seconds: Second[]
  /** Null where no census was taken. */
  survival: SurvivalCurves | null
  servers: ServersOverTime
  /** Reads the journal again: sessions are many, and are never all in memory. */
  sessions(): AsyncIterable<SessionEnd>
}

/** Each level holds until the next. */
export interface ServersOverTime {
  /** What the load demands by the calibration; empty where nothing was calibrated. */
  demand: Level[]
  /** What the balancer called up. */
  supply: Level[]
}

/**
 * Operations by the second in which they were scheduled, 0 where it is not known (`isKnown`); sessions, servers and queues
 * at the end of that second.
 */
export interface Second extends SecondCounts {
  /** From `second` × 1,000 ms to the next. */
  second: number
  phase: 'warmUp' | 'measured'
  /** Operations that the scenario has in a second, on its mean. */
  ratePerSecond: number
  /** At its begin; null where it is not known. */
  serversDemanded: number | null
  /** Share of operations that were right within the limit; null where none was scheduled. */
  availability: number | null
  /** Response times of ok operations; null where there are none. */
  p50Ms: number | null
  p99Ms: number | null
  /** Null where no frame of that second is in the journal. */
  sessions: { must: number; may: number; gone: number; signedOut: number } | null
  inFlight: number | null
  queued: number | null
  /** Answers in that second by the server that gave them. */
  answers: Record<string, number>
  /** What the balancer itself calls up; null where it was not asked. */
  serversUp: string[] | null
}

/** Nothing is known of a second without a frame; that is not the same as a second without operations. */
export function isKnown({ sessions, scheduled }: Second): boolean {
  return sessions !== null || scheduled > 0
}

interface SecondCounts extends Subcounts {
  scheduled: number
  dropped: number
  sent: number
  ok: number
  wrong: number
  rejected: number
  failed: number
  refused: number
  reset: number
  timedOut: number
  unfinished: number
}

/** Shares of sessions over the time of the trial; a session is at risk from its login on (delayed entry). */
export interface SurvivalCurves {
  /** Signed out, as users saw it. */
  signedOut: CurvePoint[]
  /** Lost, had each been lost right after it was last seen alive, and had each when it was found missing. */
  lostEarliest: CurvePoint[]
  lostLatest: CurvePoint[]
}

/** From this instant on; a step function. */
export interface CurvePoint {
  atMs: number
  share: number
  atRisk: number
}

/** One file in `reports/formats/` exports this as `write`: it makes its own files in the folder, each by rename. */
export type WriteFormat = (result: ExperimentResult, data: ExperimentData, folder: string) => Promise<void>
