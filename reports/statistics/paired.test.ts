import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { meanWithInterval } from './mean.ts'
import { pairedDifference, pairedRatio } from './paired.ts'

const sixBlocks = [12.1, 11.4, 13.0, 12.6, 11.9, 12.3].map((target, index) => ({
  target,
  baseline: [10.2, 10.9, 10.7, 11.5, 10.1, 11.0][index] ?? Number.NaN,
}))

describe('the ratio of two targets', () => {
  test('is the geometric mean with a paired t interval on logs', () => {
    // scipy 1.17: r = ttest_rel(log(a), log(b)); exp(mean(log(a) - log(b))), exp(r.confidence_interval(.95))
    const { estimate, low, high } = pairedRatio(sixBlocks)
    expect(estimate).toBeCloseTo(1.1383408146329725, 12)
    expect(low).toBeCloseTo(1.0725570057919447, 9)
    expect(high).toBeCloseTo(1.2081593829154695, 9)
  })

  test('carries p of the sign-flip test on the same logs', () => {
    // scipy 1.17: permutation_test((log(a), log(b)), mean of differences, permutation_type='samples').pvalue
    expect(pairedRatio(sixBlocks).p).toBe(0.03125)
  })

  test('of the other way round is its inverse', () => {
    const value = fc.double({ min: 0.01, max: 1e6, noNaN: true })
    const pairs = fc.array(fc.record({ target: value, baseline: value }), { minLength: 2, maxLength: 10 })
    fc.assert(
      fc.property(pairs, (some) => {
        const there = pairedRatio(some)
        const back = pairedRatio(some.map(({ target, baseline }) => ({ target: baseline, baseline: target })))
        expect((there.estimate ?? 0) * (back.estimate ?? 0)).toBeCloseTo(1, 6)
        expect(there.p).toBeCloseTo(back.p ?? Number.NaN, 12)
      }),
    )
  })

  test.each([
    { pairs: 0, warnings: ['noPairs'] },
    { pairs: 1, warnings: ['onePair'] },
    { pairs: 5, warnings: ['exploratory'] },
    { pairs: 6, warnings: [] },
  ])('of $pairs blocks warns of $warnings', ({ pairs, warnings }) => {
    expect(pairedRatio(sixBlocks.slice(0, pairs)).warnings).toEqual(warnings)
  })
})

describe('the difference of two targets', () => {
  test('is the mean with a paired t interval', () => {
    // scipy 1.17: ttest_1samp(x, 0).confidence_interval(.95)
    const x = [1.5, -0.3, 2.2, 0.9, 1.1, 0.4, -0.1]
    const { estimate, low, high } = pairedDifference(x.map((target) => ({ target, baseline: 0 })))
    expect(estimate).toBeCloseTo(0.8142857142857144, 12)
    expect(low).toBeCloseTo(-0.006743585780497829, 9)
    expect(high).toBeCloseTo(1.6353150143519266, 9)
  })

  test('that is the same in every block has no width, and says so', () => {
    const same = pairedDifference(Array.from({ length: 6 }, () => ({ target: 30, baseline: 0 })))
    expect(same).toMatchObject({ estimate: 30, low: 30, high: 30, p: 0.03125, warnings: ['noVariation'] })
  })
})

test('a mean of one value has no interval', () => {
  expect(meanWithInterval([3])).toMatchObject({ estimate: 3, low: null, high: null, warnings: ['onePair'] })
})
