import type { ExperimentResult, Summary } from '../result.ts'
import type { TrialResult } from '../trial-result.ts'

/** A target under a scenario, as a row or a column of the table. */
export interface Standing {
  summary: Summary
  /** Only those that count. */
  trials: readonly TrialResult[]
}

/** The targets of a scenario, in the order of the result. */
export function standingsOf({ summaries, trials }: ExperimentResult, scenario: string): Standing[] {
  return summaries
    .filter((summary) => summary.scenario === scenario)
    .map((summary) => ({
      summary,
      trials: trials.filter(
        (trial) =>
          trial.scenario === scenario && trial.target === summary.target && trial.validity === 'valid',
      ),
    }))
}
