import type { BaselineResult, TrialResult } from '../trial-result.ts'
import type { TrialRecords } from './trial-records.ts'

/** A steadier state can't be told from fewer seconds (MEASURES, section 6). */
const fewestBaselineWindows = 20

/** What the engine warned of, and what the numbers of the trial warn of. */
export function warningsOf(
  { warnings }: TrialRecords,
  { baseline }: { baseline: BaselineResult | null },
): TrialResult['warnings'] {
  const found = warnings.map(({ code, message }) => ({ code, message }))
  if (baseline && baseline.windows < fewestBaselineWindows) {
    found.push({
      code: 'shortBaseline',
      message: `The baseline has ${baseline.windows} seconds, fewer than ${fewestBaselineWindows}: recovery and deficit are rough. Use a longer --duration.`,
    })
  }
  return found
}
