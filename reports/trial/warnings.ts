import type { BaselineResult, CostResult, TrialResult } from '../trial-result.ts'
import type { TrialRecords } from './trial-records.ts'

/** A steadier state can't be told from fewer seconds (MEASURES, section 6). */
const fewestBaselineWindows = 20

/** Above this share of busy cores the parts of the stack slow each other down (MEASURES, section 7). */
const busiestHost = 0.7

/** What the engine warned of, and what the numbers themselves warn of. */
export function warningsOf(
  { warnings }: TrialRecords,
  { baseline, cost }: { baseline: BaselineResult | null; cost: CostResult | null },
): TrialResult['warnings'] {
  const found = warnings.map(({ code, message }) => ({ code, message }))
  if (baseline && baseline.windows < fewestBaselineWindows) {
    found.push({
      code: 'shortBaseline',
      message: `The baseline has ${baseline.windows} seconds, fewer than ${fewestBaselineWindows}: recovery and deficit are rough. Use a longer --duration.`,
    })
  }
  const busy = cost?.hostBusyMean ?? 0
  if (busy > busiestHost) {
    found.push({
      code: 'busyHost',
      message: `The host was ${Math.round(busy * 100)} % busy on average, more than ${busiestHost * 100} %: response times and costs are those of this host. Use a lower --rate.`,
    })
  }
  return found
}
