import type { Estimate } from './estimate.ts'

/** What a gate needs at least: with fewer pairs a margin can't be told from noise (MEASURES, section 4). */
const fewestPairsForGate = 6

/**
 * Whether a ratio got worse by more than a margin: `ratio` holds one-sided 95 % bounds, that is a two-sided
 * interval of 90 %. failed: surely worse than 1 and seen beyond the margin; passed: surely within the margin.
 */
export function gate(ratio: Estimate, pairs: number, margin: number): 'passed' | 'failed' | 'cannotTell' {
  const { estimate, low, high } = ratio
  if (pairs < fewestPairsForGate || estimate === null || low === null || high === null) return 'cannotTell'
  if (low > 1 && estimate > margin) return 'failed'
  return high < margin ? 'passed' : 'cannotTell'
}
