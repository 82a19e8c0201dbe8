import quantileOfT from '@stdlib/stats-base-dists-t-quantile'
import type { Estimate } from './estimate.ts'

/** The arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Of a sample: divided by n − 1. */
export function standardDeviation(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1))
}

/** The mean with Student's t interval: d̄ ± t(n−1)·s/√n (Student, Biometrika 6, 1908). */
export function meanWithInterval(values: readonly number[], confidence = 0.95): Estimate {
  if (values.length === 0) {
    return { estimate: null, low: null, high: null, confidence, p: null, warnings: ['noPairs'] }
  }
  const centre = mean(values)
  if (values.length === 1) {
    return { estimate: centre, low: null, high: null, confidence, p: null, warnings: ['onePair'] }
  }
  const degrees = values.length - 1
  const half =
    (quantileOfT((1 + confidence) / 2, degrees) * standardDeviation(values)) / Math.sqrt(values.length)
  const warnings: Estimate['warnings'] = values.every((value) => value === values[0]) ? ['noVariation'] : []
  return { estimate: centre, low: centre - half, high: centre + half, confidence, p: null, warnings }
}
