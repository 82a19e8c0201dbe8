import normal from '@stdlib/stats-base-dists-normal-cdf'
import quantileOfT from '@stdlib/stats-base-dists-t-quantile'

/** Two-sided. */
const level = 0.05
/** Four times out of five. */
const power = 0.8
/** Even; enough for nine digits. */
const steps = 2_000

/**
 * Chance that a two-sided paired t test at a level of 5 % finds an effect of `effect` standard deviations of the
 * differences with n pairs. The noncentral t distribution (Johnson, Kotz and Balakrishnan, vol. 2, ch. 31) as an integral
 * over the estimated deviation s = χ/√ν, whose density is proportional to s^(ν−1)·exp(−νs²/2).
 */
export function powerOfPairedTest(effect: number, pairs: number): number {
  const degrees = pairs - 1
  const noncentrality = effect * Math.sqrt(pairs)
  const critical = quantileOfT(1 - level / 2, degrees)
  const step = (1 + 12 / Math.sqrt(2 * degrees)) / steps
  let mass = 0
  let found = 0
  for (let index = 0; index <= steps; index++) {
    const s = index * step
    const simpson = index === 0 || index === steps ? 1 : index % 2 === 1 ? 4 : 2
    const density = simpson * densityOfDeviation(s, degrees)
    mass += density
    found +=
      density * (normal(noncentrality - critical * s, 0, 1) + normal(-noncentrality - critical * s, 0, 1))
  }
  return found / mass
}

/** Not normalised: 1 at s = 1. */
function densityOfDeviation(s: number, degrees: number): number {
  if (s === 0) return degrees === 1 ? Math.exp(degrees / 2) : 0
  return Math.exp((degrees - 1) * Math.log(s) - (degrees * (s * s - 1)) / 2)
}

/**
 * The smallest effect, in standard deviations of the differences, that is found four times out of five at a two-sided
 * level of 5 %; null below two pairs.
 */
export function minimumDetectableEffect(pairs: number): number | null {
  if (pairs < 2) return null
  let low = 0
  let high = 1
  while (powerOfPairedTest(high, pairs) < power && high < 1e6) high *= 2
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2
    if (powerOfPairedTest(middle, pairs) < power) low = middle
    else high = middle
  }
  return high
}
