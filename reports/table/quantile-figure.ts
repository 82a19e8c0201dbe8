import { formatRange, formatShare, formatValue } from '../format.ts'
import type { LatencyResult, TrialResult } from '../trial-result.ts'
import type { Figure } from './figure.ts'

/**
 * A quantile of the time to success, over trials. An operation that was not ok took forever, so a target that fails
 * fast is not fast; where there were too few operations the quantile is not told.
 */
export function quantileFigure(
  trials: readonly TrialResult[],
  { q, window }: { q: number; window: LatencyResult['window'] },
): Figure {
  const found = trials.flatMap(({ latency }) => {
    const of = latency.find((each) => each.window === window)
    const at = of?.response.find((each) => each.q === q)
    return of && at ? [{ ...at, notOkShare: of.notOkShare }] : []
  })
  if (found.length === 0) return { value: 'not known' }
  const infinite = found.filter(({ status }) => status === 'infinite')
  if (infinite.length > 0) {
    const worst = Math.max(...infinite.map(({ notOkShare }) => notOkShare ?? 0))
    const where = infinite.length === found.length ? '' : ` in ${infinite.length} of ${found.length}`
    return { value: `∞${where}`, note: `${formatShare(worst)} not ok` }
  }
  const values = found.flatMap(({ ms }) => ms ?? [])
  if (values.length === 0) return { value: 'too few operations' }
  const show = (ms: number) => formatValue(ms, 'milliseconds')
  const value = formatRange(Math.min(...values), Math.max(...values), show)
  if (values.length === found.length) return { value }
  return { value, note: `too few operations in ${found.length - values.length} of ${found.length}` }
}
