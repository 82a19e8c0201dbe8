import { build, decodeFromCompressedBase64, type Histogram } from 'hdr-histogram-js'
import type { Quantile } from '../trial-result.ts'
import { withoutCrumbs } from '../without-crumbs.ts'

/** Those that are reported. */
export const quantiles = [0.5, 0.9, 0.95, 0.99, 0.999] as const

/** Printed when at least so many operations lie beyond the quantile, compared when at least so many do. */
const fewestBeyond = { toPrint: 20, toCompare: 100 }

/** Histograms of many seconds as one; each in the V2 compressed base64 format, in microseconds. */
export function merge(encoded: Iterable<string>): Histogram {
  const sum = build({ numberOfSignificantValueDigits: 3 })
  for (const text of encoded) sum.add(decodeFromCompressedBase64(text))
  return sum
}

/**
 * The response time within which a share q of `operations` succeeded. Those that are not in the histogram did not
 * succeed: they count as infinitely slow, so that failing fast never looks like being fast.
 */
export function quantileOfSuccess(succeeded: Histogram, operations: number, q: number): Quantile {
  const rank = Math.ceil(withoutCrumbs(q * operations))
  const beyond = withoutCrumbs((1 - q) * operations)
  const comparable = beyond >= fewestBeyond.toCompare
  if (beyond < fewestBeyond.toPrint) return { q, status: 'tooFew', ms: null, comparable }
  const count = succeeded.totalCount
  if (rank > count) return { q, status: 'infinite', ms: null, comparable }
  return { q, status: 'value', ms: succeeded.getValueAtPercentile((100 * rank) / count) / 1_000, comparable }
}

/** A quantile of one second's ok operations, however few, for a chart; null where there are none. */
export function roughQuantileMs(histogram: Histogram, q: number): number | null {
  return histogram.totalCount === 0 ? null : histogram.getValueAtPercentile(100 * q) / 1_000
}
