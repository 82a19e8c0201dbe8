import type { ExperimentResult } from '../reports/result.ts'
import type { TrialResult } from '../reports/trial-result.ts'

/** The part of an experiment's result that the command prints, and that its exit code depends on. */
export interface Findings extends Pick<ExperimentResult, 'summaries' | 'verdicts'> {
  experiment: Pick<ExperimentResult['experiment'], 'status' | 'caveats'>
  trials: Pick<TrialResult, 'status' | 'validity' | 'hypothesis'>[]
}
