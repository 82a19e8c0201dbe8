import { plural } from '../format.ts'
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

/** `6 trials`, `4 of 6 valid`, `skipped`. */
export function trialsInWords({ trials: { all, valid, skipped } }: Summary): string {
  if (skipped === all) return 'skipped'
  const begun = all - skipped
  return valid === begun ? plural(begun, 'trial') : `${valid} of ${begun} valid`
}
