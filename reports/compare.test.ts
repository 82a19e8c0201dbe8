import { describe, expect, test } from 'vitest'
import { compare } from './compare.ts'
import { aTrial } from './testing/a-trial.ts'

/** One value for each block, of the baseline and of the others. */
function comparisons(metric: string, values: Record<string, number[]>) {
  const trials = Object.entries(values).flatMap(([target, of], place) =>
    of.map((value, index) =>
      aTrial({ target, block: index + 1, position: ((index + place) % 2) + 1, metrics: { [metric]: value } }),
    ),
  )
  return compare(trials, { scenario: 'kill-server', baseline: 'base', primary: metric }).filter(
    ({ primary }) => primary,
  )
}

const noise = [1.01, 0.99, 1.02, 0.98, 1.005, 0.995, 1.015]

describe('the primary metric', () => {
  test('is different when the interval and the test both say so', () => {
    const base = noise.map((factor) => 10 * factor)
    const [found] = comparisons('cpuSecondsPer1000Ok', { base, other: base.map((value) => value * 1.5) })
    expect(found).toMatchObject({ scale: 'ratio', verdict: 'different', pHolm: 2 / 2 ** 7 })
    expect(found?.effect.estimate).toBeCloseTo(1.5, 9)
    expect(found?.text).toMatch(
      /^CPU for 1,000 ok operations, other ÷ base: 1\.5× .*7 blocks, p = 0\.016\): different\.$/,
    )
  })

  test('shows no detectable difference, and which it would have detected', () => {
    const base = noise.map((factor) => 10 * factor)
    const [found] = comparisons('cpuSecondsPer1000Ok', { base, other: [...base].reverse() })
    expect(found?.verdict).toBe('noDetectableDifference')
    expect(found?.minimumDetectable).toBeGreaterThan(1)
    expect(found?.text).toContain('would have been found four times out of five')
  })

  test('is exploratory below six blocks, however large the effect', () => {
    const [found] = comparisons('usersSignedOut', { base: [100, 98, 101, 99, 100], other: [0, 0, 0, 0, 0] })
    expect(found).toMatchObject({ scale: 'difference', verdict: 'exploratory' })
    expect(found?.effect.warnings.map(({ code }) => code)).toContain('exploratory')
  })

  test('is adjusted for the number of targets', () => {
    const base = noise.slice(0, 6).map((factor) => 100 * factor)
    const [one, two] = comparisons('usersSignedOut', {
      base,
      other: base.map(() => 0),
      third: base.map(() => 0),
    })
    // 2 of 64 sign flips each, and two targets: six blocks are not enough for both.
    expect([one?.pHolm, two?.pHolm]).toEqual([1 / 16, 1 / 16])
    expect(one?.verdict).toBe('noDetectableDifference')
  })

  test('is a difference where a value is zero', () => {
    const [found] = comparisons('deficit', { base: [10, 20], other: [0, 5] })
    expect(found?.scale).toBe('difference')
    expect(found?.effect.warnings.map(({ code }) => code)).toContain('differenceInstead')
  })
})

describe('blocks', () => {
  const inBlock = (block: number, target: string, change = {}) =>
    aTrial({ target, block, position: target === 'base' ? 1 : 2, metrics: { usersSignedOut: 5 }, ...change })
  const compared = (...trials: ReturnType<typeof aTrial>[]) =>
    compare(trials, { scenario: 'kill-server', baseline: 'base', primary: 'usersSignedOut' }).find(
      ({ primary }) => primary,
    )

  test('count only when both trials are valid', () => {
    const found = compared(
      inBlock(1, 'base'),
      inBlock(1, 'other'),
      inBlock(2, 'base'),
      inBlock(2, 'other', { validity: 'invalid' }),
    )
    expect(found?.pairs).toEqual([{ block: 1, target: 5, baseline: 5 }])
    expect(found?.effect.warnings.map(({ code }) => code)).toContain('missingPairs')
  })

  test('that all ran in the same order are warned of', () => {
    const found = compared(inBlock(1, 'base'), inBlock(1, 'other'), inBlock(2, 'base'), inBlock(2, 'other'))
    expect(found?.effect.warnings.map(({ code }) => code)).toContain('positionEffect')
  })

  test('without a pair can’t tell', () => {
    const found = compared(inBlock(1, 'base'), inBlock(2, 'other'))
    expect(found).toMatchObject({ verdict: 'cannotTell', effect: { estimate: null, p: null } })
    expect(found?.text).toMatch(/no block can be compared/)
    expect(found?.effect.warnings.map(({ code }) => code)).toEqual(['noPairs'])
  })
})
