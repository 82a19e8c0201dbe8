import { describe, expect, test } from 'vitest'
import { highestRate, lowestRate, operationsBetween, type RatePoint, rateAt } from './rate.ts'

const points = (...all: [seconds: number, perSecond: number][]): RatePoint[] =>
  all.map(([seconds, perSecond]) => ({ atMs: seconds * 1_000, perSecond }))

/** Rises from 0 to 100 a second in 10 s, stays there, falls to 50 by 30 s, and jumps to 200 at 40 s. */
const rate = points([0, 0], [10, 100], [20, 100], [30, 50], [40, 50], [40, 200])

describe('the rate at an instant', () => {
  test.each([
    [-5, 0],
    [0, 0],
    [2.5, 25],
    [10, 100],
    [15, 100],
    [25, 75],
    [39.999, 50],
    [40, 200],
    [99, 200],
  ])('%s s: %s', (seconds, perSecond) => {
    expect(rateAt(rate, seconds * 1_000)).toBeCloseTo(perSecond)
  })
})

// Areas under the lines: a triangle of 500, a rectangle of 1,000, a trapezium of 750, two rectangles.
describe('the operations that are due in a span', () => {
  test.each([
    [0, 10, 500],
    [5, 10, 375],
    [0, 30, 2_250],
    [15, 25, 500 + 437.5],
    [39, 41, 250],
    [40, 40, 0],
    [50, 60, 2_000],
    [-10, 0, 0],
  ])('%s s to %s s: %s', (from, to, operations) => {
    expect(operationsBetween(rate, { fromMs: from * 1_000, toMs: to * 1_000 })).toBeCloseTo(operations)
  })

  test('of a constant rate are rate × time, wherever its one point is', () => {
    expect(operationsBetween(points([7, 30]), { fromMs: 0, toMs: 60_000 })).toBe(1_800)
  })
})

test('where there is no point nobody can tell', () => {
  expect(rateAt([], 0)).toBeNaN()
  expect(operationsBetween([], { fromMs: 0, toMs: 1 })).toBeNaN()
})

test('the highest and the lowest rate are those of points', () => {
  expect([lowestRate(rate), highestRate(rate)]).toEqual([0, 200])
})
