import quantileOfBeta from '@stdlib/stats-base-dists-beta-quantile'
import type { Estimate } from './estimate.ts'

const confidence = 0.95

/**
 * A share of independent events (faults, trials; never sessions: those on one server fall together) with the exact
 * interval of Clopper and Pearson (Biometrika 26, 1934).
 */
export function clopperPearson(seen: number, of: number): Estimate {
  const nothing = { low: null, high: null, confidence, p: null }
  if (of === 0) return { estimate: null, ...nothing, warnings: ['noPairs'] }
  const tail = (1 - confidence) / 2
  return {
    estimate: seen / of,
    low: seen === 0 ? 0 : quantileOfBeta(tail, seen, of - seen + 1),
    high: seen === of ? 1 : quantileOfBeta(1 - tail, seen + 1, of - seen),
    confidence,
    p: null,
    warnings: [],
  }
}

/** The largest chance that is still believable (one-sided) of what never happened in n events: 1 − 0.05^(1/n). */
export function boundOfNeverSeen(of: number): number {
  return of === 0 ? 1 : 1 - (1 - confidence) ** (1 / of)
}
