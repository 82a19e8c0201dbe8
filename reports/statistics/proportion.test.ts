import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundOfNeverSeen, clopperPearson } from './proportion.ts'

describe('the interval of Clopper and Pearson', () => {
  // statsmodels 0.15: proportion_confint(seen, of, 0.05, method='beta')
  test.each([
    { seen: 0, of: 6, low: 0, high: 0.4592581264399005 },
    { seen: 6, of: 6, low: 0.5407418735600995, high: 1 },
    { seen: 3, of: 10, low: 0.06673951117773447, high: 0.6524528500599973 },
    { seen: 1, of: 29, low: 0.000872646883579922, high: 0.17764429548872293 },
    { seen: 7, of: 20, low: 0.15390920478454118, high: 0.5921885345328282 },
  ])('of $seen of $of is from $low to $high', ({ seen, of, low, high }) => {
    const found = clopperPearson(seen, of)
    expect(found.low).toBeCloseTo(low, 9)
    expect(found.high).toBeCloseTo(high, 9)
  })

  test('holds the share itself', () => {
    const counts = fc.integer({ min: 1, max: 60 }).chain((of) => fc.tuple(fc.nat(of), fc.constant(of)))
    fc.assert(
      fc.property(counts, ([seen, of]) => {
        const { estimate, low, high } = clopperPearson(seen, of)
        expect(low).toBeLessThanOrEqual(estimate ?? Number.NaN)
        expect(high).toBeGreaterThanOrEqual(estimate ?? Number.NaN)
      }),
    )
  })

  test('of nothing is nothing', () => {
    expect(clopperPearson(0, 0)).toMatchObject({ estimate: null, low: null, high: null })
  })
})

describe('what never happened in n events may still happen', () => {
  // The one-sided Clopper–Pearson bound: 1 − 0.05^(1/n); scipy 1.17 beta.ppf(.95, 1, n).
  test.each([
    { of: 5, bound: 0.4507197283469412 },
    { of: 6, bound: 0.39303776899708276 },
    { of: 10, bound: 0.2588655508930523 },
    { of: 29, bound: 0.0981446276772957 },
    { of: 59, bound: 0.049507609888227 },
    { of: 0, bound: 1 },
  ])('in $bound of events at most, after $of', ({ of, bound }) => {
    expect(boundOfNeverSeen(of)).toBeCloseTo(bound, 12)
  })
})
