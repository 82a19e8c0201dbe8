import { describe, expect, test } from 'vitest'
import { minimumDetectableEffect, powerOfPairedTest } from './power.ts'

describe('the power of a paired t test', () => {
  // statsmodels 0.15: TTestPower().power(effect, pairs, 0.05)
  test.each([
    { pairs: 5, effect: 2, power: 0.9088848681009402 },
    { pairs: 6, effect: 1, power: 0.5068419799585816 },
    { pairs: 10, effect: 0.5, power: 0.2931756065140767 },
    { pairs: 20, effect: 0.2, power: 0.13595628876736887 },
  ])('of $pairs pairs at $effect standard deviations is $power', ({ pairs, effect, power }) => {
    expect(powerOfPairedTest(effect, pairs)).toBeCloseTo(power, 8)
  })

  test('with no effect is the level', () => {
    expect(powerOfPairedTest(0, 7)).toBeCloseTo(0.05, 8)
  })
})

describe('the smallest effect found four times out of five', () => {
  // statsmodels 0.15: TTestPower().solve_power(nobs=pairs, alpha=0.05, power=0.8, alternative='two-sided')
  test.each([
    { pairs: 4, effect: 2.1279493431921157 },
    { pairs: 5, effect: 1.6819970833232674 },
    { pairs: 6, effect: 1.4345451395119289 },
    { pairs: 8, effect: 1.156035271959959 },
    { pairs: 10, effect: 0.9960019107624178 },
    { pairs: 12, effect: 0.8886543444414026 },
    { pairs: 20, effect: 0.6604416544380312 },
  ])('by $pairs pairs is $effect standard deviations', ({ pairs, effect }) => {
    expect(minimumDetectableEffect(pairs)).toBeCloseTo(effect, 5)
  })

  test('is nothing that one pair could find', () => {
    expect(minimumDetectableEffect(1)).toBeNull()
  })
})
