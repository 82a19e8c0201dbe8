import type { Clock } from './clock.ts'
import type { Emit, TrialStatus } from './events.ts'
import type { ExperimentPlan } from './plan.ts'

export interface RunOptions {
  /** The experiment's folder; made if missing, must be empty. */
  folder: string
  clock: Clock
  signal: AbortSignal
  emit: Emit
  /** The command line, for the journal. */
  command: string
}

/** What became of each trial, in the order they ran; trials never begun are not in it. */
export interface ExperimentOutcome {
  trials: { id: string; status: TrialStatus; reason: string | undefined }[]
}

/**
 * Runs every trial of a plan, one after the other, and removes all that it started, also when it fails or
 * `signal` is aborted: then the running trial ends, what was measured is kept, and the outcome says interrupted.
 * Throws a DockerError when there is no daemon to run on, an InputError when the folder can't be written.
 */
export async function runExperiment(_plan: ExperimentPlan, _options: RunOptions): Promise<ExperimentOutcome> {
  throw new Error('in the making')
}
