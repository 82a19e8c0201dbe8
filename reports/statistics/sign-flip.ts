/** 2^23 sums take a second. */
export const largestExactTest = 24

/** Sums are compared as equal when they differ by less than this part of the sum of sizes: rounding, not chance. */
const rounding = 1e-12

/**
 * Two-sided p of the exact sign-flip test (Fisher's randomisation test for pairs, The Design of Experiments, 1935):
 * the share of all 2^n ways to swap the labels within the pairs whose mean is at least as far from 0 as the one
 * seen. Null for no value and for more than `largestExactTest`.
 */
export function signFlip(differences: readonly number[]): number | null {
  const n = differences.length
  if (n === 0 || n > largestExactTest) return null
  const tolerance = rounding * differences.reduce((sum, value) => sum + Math.abs(value), 0)
  const seen = Math.abs(differences.reduce((sum, value) => sum + value, 0)) - tolerance
  // A flip of all signs changes nothing but the sign, so the first keeps its own.
  const [first = 0, ...others] = differences
  let asFar = 0
  const flip = (index: number, sum: number): void => {
    const value = others[index]
    if (value === undefined) {
      if (Math.abs(sum) >= seen) asFar++
      return
    }
    flip(index + 1, sum + value)
    flip(index + 1, sum - value)
  }
  flip(0, first)
  return asFar / 2 ** (n - 1)
}
