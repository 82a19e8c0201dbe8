import type { Duration } from '../duration.ts'
import type { Pick } from '../faults/aim.ts'

/** What is kept near a target: requests a second of each server, or the share used of its CPU quota, 0.6 say. */
export type Signal = { requestsPerServer: number } | { cpu: number }

/** How the number of web servers follows the load. What is left out is said beside each. */
export interface Autoscaler {
  signal: Signal
  /** Never fewer web servers than this, and never more. */
  min: number
  max: number
  /** So far from the target, as a share of it, nothing is done; 0.1. */
  tolerance?: number
  /** It looks so often; 5 s. */
  sync?: Duration
  /** When it begins, from the start of the load; at the end of the warm-up. */
  from?: Duration
  scaleOut?: {
    /** The lowest recommendation of the last so long counts; the present one alone. */
    stabilise?: Duration
    /** No other server is added for so long after any change; none. */
    coolDown?: Duration
  }
  scaleIn?: {
    /** Which server goes: the newest. */
    pick?: Exclude<Pick, 'another'>
    /** Its users have so long to leave it before it is removed, `none` for removing it at once; 5 s. */
    drain?: Duration | 'none'
    /** The highest recommendation of the last so long counts; 15 s. */
    stabilise?: Duration
    /** No other server goes for so long after any change; none. */
    coolDown?: Duration
  }
  /**
   * What the highest rate that so many servers carry must meet. It is measured for each target before its first trial;
   * without it nobody knows how many servers the load demands. `none` leaves the calibration out. Unless told, 99 % of
   * the operations are right within the time after which an answer of the scenario is late.
   */
  objective?: { availability?: number; within?: Duration } | 'none'
}
