import { enumerated, plural } from '../format.ts'
import type { ExperimentResult, Summary } from '../result.ts'
import type { TrialResult } from '../trial-result.ts'

/** A target under a scenario, as a row or a column of the table. */
export interface Standing {
  summary: Summary
  /** Only those that count. */
  trials: readonly TrialResult[]
}

/** The scenario was never tried on it, since it lacks what the scenario needs. */
export function wasSkipped({ trials: { all, skipped } }: Pick<Summary, 'trials'>): boolean {
  return all > 0 && skipped === all
}

/** The targets that a scenario was tried on, in the order of the result. */
export function standingsOf({ summaries, trials }: ExperimentResult, scenario: string): Standing[] {
  return summaries
    .filter((summary) => summary.scenario === scenario && !wasSkipped(summary))
    .map((summary) => ({
      summary,
      trials: trials.filter(
        (trial) =>
          trial.scenario === scenario && trial.target === summary.target && trial.validity === 'valid',
      ),
    }))
}

/** `Not tried on stateful-sticky and stateless-cookie.`; undefined where the scenario was tried on all. */
export function notTriedSentence(summaries: readonly Summary[], scenario: string): string | undefined {
  const names = summaries.flatMap((each) =>
    each.scenario === scenario && wasSkipped(each) ? [each.target] : [],
  )
  return names.length === 0 ? undefined : `Not tried on ${enumerated(names)}.`
}

/** `6 trials`, `4 of 6 valid`. */
export function trialsInWords({ trials: { all, valid, skipped } }: Summary): string {
  const begun = all - skipped
  return valid === begun ? plural(begun, 'trial') : `${valid} of ${begun} valid`
}
