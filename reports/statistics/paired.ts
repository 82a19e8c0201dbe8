import { type Estimate, fewestPairsForVerdict } from './estimate.ts'
import { meanWithInterval } from './mean.ts'
import { largestExactTest, signFlip } from './sign-flip.ts'

/** One block: the same metric of two targets. */
interface Pair {
  target: number
  baseline: number
}

/**
 * How many times the target has what the baseline has: the geometric mean of the blocks' ratios, with a paired t
 * interval on logarithms (MEASURES, section 4; Fleming and Wallace, CACM 29(3), 1986, on why geometric), and p of
 * the sign-flip test on the same logarithms. Every value must be positive.
 */
export function pairedRatio(pairs: readonly Pair[], confidence = 0.95): Estimate {
  const result = compareMeans(logRatios(pairs), confidence)
  const back = (value: number | null) => (value === null ? null : Math.exp(value))
  return { ...result, estimate: back(result.estimate), low: back(result.low), high: back(result.high) }
}

/** How much more the target has than the baseline: for counts and shares, which may be zero. */
export function pairedDifference(pairs: readonly Pair[], confidence = 0.95): Estimate {
  return compareMeans(differences(pairs), confidence)
}

/** ln(target) − ln(baseline), by block. */
export function logRatios(pairs: readonly Pair[]): number[] {
  return pairs.map(({ target, baseline }) => Math.log(target) - Math.log(baseline))
}

/** target − baseline, by block. */
export function differences(pairs: readonly Pair[]): number[] {
  return pairs.map(({ target, baseline }) => target - baseline)
}

function compareMeans(values: readonly number[], confidence: number): Estimate {
  const result = meanWithInterval(values, confidence)
  const warnings = [...result.warnings]
  if (values.length > 1 && values.length < fewestPairsForVerdict) warnings.push('exploratory')
  if (values.length > largestExactTest) warnings.push('tooManyPairs')
  return { ...result, p: signFlip(values), warnings }
}
