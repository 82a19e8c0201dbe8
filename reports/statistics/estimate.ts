/** A number with what is known of its uncertainty; null where that can't be computed. */
export interface Estimate {
  estimate: number | null
  low: number | null
  high: number | null
  /** 0.95, unless said otherwise. */
  confidence: number
  p: number | null
  warnings: StatisticsWarning[]
}

/** What a reader must know of an estimate; `warningText` says what it means. */
export type StatisticsWarning =
  | 'noPairs'
  | 'onePair'
  | 'exploratory'
  | 'noVariation'
  | 'differenceInstead'
  | 'missingPairs'
  | 'positionEffect'
  | 'tooManyPairs'

/** With fewer blocks no exact two-sided test can reach 5 %: 2 of 2^5 sign flips are 1 in 16 (MEASURES, section 4). */
export const fewestPairsForVerdict = 6

/** What a warning means, and what to do about it. */
export function warningText(warning: StatisticsWarning): string {
  switch (warning) {
    case 'noPairs':
      return 'No block has a valid trial of both targets: nothing can be compared.'
    case 'onePair':
      return 'One block gives no interval: run more with --blocks.'
    case 'exploratory':
      return `Fewer than ${fewestPairsForVerdict} blocks: exploratory, no verdict. Run --blocks ${fewestPairsForVerdict} or more.`
    case 'noVariation':
      return 'Every block gave the same value: the interval has no width and says nothing about other faults.'
    case 'differenceInstead':
      return 'Some values are zero, so the effect is a difference and not a ratio.'
    case 'missingPairs':
      return 'Blocks without a valid trial of both targets, or without this number in both, are left out.'
    case 'positionEffect':
      return 'The order of trials within the blocks is uneven: one target ran first in every block. Run more blocks.'
    case 'tooManyPairs':
      return 'The exact test is computed for up to 24 blocks; the interval stands alone.'
    default:
      return warning satisfies never
  }
}
