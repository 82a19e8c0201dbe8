import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bandLow, deficit, inBand, pooledShare, whenBack } from './recovery.ts'

/** Windows of 100 operations each. */
const windows = (...good: number[]) => good.map((count) => ({ operations: 100, good: count }))

describe('the band of the baseline', () => {
  test.each([
    { p0: 1, operations: 300, low: 0.99 },
    // 3·√(0.9·0.1/100) = 0.09
    { p0: 0.9, operations: 100, low: 0.81 },
    { p0: 0.99, operations: 1_000_000, low: 0.98 },
  ])('around $p0 with $operations operations begins at $low', ({ p0, operations, low }) => {
    expect(bandLow(p0, operations)).toBeCloseTo(low, 12)
  })

  test('holds a second in which nothing was scheduled', () => {
    expect(inBand({ operations: 0, good: 0 }, 1)).toBe(true)
  })

  test('is not left by a share exactly on its edge', () => {
    expect(inBand({ operations: 100, good: 99 }, 1)).toBe(true)
    expect(inBand({ operations: 100, good: 98 }, 1)).toBe(false)
  })
})

describe('a service', () => {
  test('is back with the first of five windows in the band', () => {
    expect(whenBack(windows(60, 70, 100, 60, 100, 99, 100, 100, 100), 1)).toEqual({
      leftBand: true,
      back: 4,
      relapses: 0,
    })
  })

  test('that never left the band was never away', () => {
    expect(whenBack(windows(100, 99, 100), 1)).toEqual({ leftBand: false, back: 0, relapses: 0 })
  })

  test('is not back when the load ends before five windows', () => {
    expect(whenBack(windows(60, 100, 100, 100, 100), 1).back).toBeNull()
  })

  test('relapses when it leaves the band again', () => {
    const found = whenBack(windows(60, 100, 100, 100, 100, 100, 50, 50, 100, 40), 1)
    expect(found).toEqual({ leftBand: true, back: 1, relapses: 2 })
  })
})

test('the deficit is what the baseline’s share would have had', () => {
  expect(deficit(windows(60, 100, 90), 1)).toBe(50)
  // Better than the baseline does not pay for worse.
  expect(deficit(windows(90, 100), 0.95)).toBeCloseTo(5, 12)
})

test('windows are pooled by operations, not averaged', () => {
  expect(
    pooledShare([
      { operations: 100, good: 50 },
      { operations: 300, good: 300 },
    ]),
  ).toBe(0.875)
  expect(pooledShare([])).toBeNull()
})

test('a deficit is never negative, nor more than was scheduled', () => {
  const window = fc
    .nat(500)
    .chain((operations) => fc.record({ operations: fc.constant(operations), good: fc.nat(operations) }))
  fc.assert(
    fc.property(fc.array(window), fc.double({ min: 0, max: 1, noNaN: true }), (some, p0) => {
      const found = deficit(some, p0)
      expect(found).toBeGreaterThanOrEqual(0)
      expect(found).toBeLessThanOrEqual(some.reduce((sum, { operations }) => sum + operations, 0) + 1e-6)
    }),
  )
})
