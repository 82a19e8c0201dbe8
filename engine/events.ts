import type { TrialPhase } from './journal/records.ts'
import type { ExperimentPlan, PlannedTrial } from './plan.ts'

export type TrialStatus = 'complete' | 'interrupted' | 'failed' | 'skipped' | 'aborted'

/** What happens while an experiment runs, in the order it happens; the console shows it, nothing is decided by it. */
export type ExperimentEvent =
  | { type: 'experiment'; plan: ExperimentPlan; folder: string }
  | { type: 'trial'; trial: PlannedTrial; number: number; of: number }
  | { type: 'phase'; phase: TrialPhase }
  /** Once a second while the load is on. */
  | {
      type: 'second'
      atMs: number
      durationMs: number
      /** Operations that ended in this second. */
      ok: number
      notOk: number
      liveSessions: number
      signedOut: number
      nextFault: { title: string; inMs: number } | undefined
    }
  | { type: 'fault'; title: string; victim: string; step: string }
  | { type: 'verdict'; title: string; victim: string; verdict: string; reason: string }
  | { type: 'census'; sessions: number; read: number }
  | { type: 'warning'; message: string }
  | {
      type: 'trialEnd'
      trial: PlannedTrial
      status: TrialStatus
      reason: string | undefined
      journal: string
    }
  | { type: 'experimentEnd'; folder: string }

export type Emit = (event: ExperimentEvent) => void
