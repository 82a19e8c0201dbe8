import { formatShare, formatValue } from '../format.ts'
import type { TrialResult } from '../trial-result.ts'
import { range } from './range.ts'

/** What stands in a cell: the value, and what must be known of it, in smaller letters. */
export interface Figure {
  value: string
  note?: string | undefined
}

interface At {
  q: number
  window: 'baseline' | 'afterFault'
}

/**
 * A quantile of the time to success, over trials. An operation that was not ok took forever, so a target that fails
 * fast is not fast; where there were too few operations the quantile is not told.
 */
export function quantileFigure(trials: readonly TrialResult[], { q, window }: At): Figure {
  const found = trials.flatMap(({ latency }) => {
    const of = latency.find((each) => each.window === window)
    const at = of?.response.find((each) => each.q === q)
    return of && at ? [{ ...at, notOkShare: of.notOkShare }] : []
  })
  if (found.length === 0)
    return { value: trials.length > 0 && window === 'afterFault' ? 'no fault' : 'not known' }
  const infinite = found.filter(({ status }) => status === 'infinite')
  if (infinite.length > 0) {
    const worst = Math.max(...infinite.map(({ notOkShare }) => notOkShare ?? 0))
    const where = infinite.length === found.length ? '' : ` in ${infinite.length} of ${found.length}`
    return { value: `∞${where}`, note: `${formatShare(worst)} not ok` }
  }
  const values = found.flatMap(({ ms }) => ms ?? [])
  if (values.length === 0) return { value: 'too few', note: 'operations to tell' }
  const show = (ms: number) => formatValue(ms, 'milliseconds')
  return { value: range(Math.min(...values), Math.max(...values), show) }
}
