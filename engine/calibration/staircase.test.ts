import { expect, test } from 'vitest'
import { rateAt } from '../journal/rate.ts'
import { rateOfSteps, staircase } from './staircase.ts'

const steps = staircase({ from: 100, factor: 2, count: 3 }, 2_000)

test('rates rise by a factor; each settles for a second and is judged for two', () => {
  expect(steps).toEqual([
    { ratePerSecond: 100, atMs: 2_000, fromMs: 3_000, toMs: 5_000 },
    { ratePerSecond: 200, atMs: 5_000, fromMs: 6_000, toMs: 8_000 },
    { ratePerSecond: 400, atMs: 8_000, fromMs: 9_000, toMs: 11_000 },
  ])
})

test('the load is as low as the first step before it, and jumps from one to the next', () => {
  const rate = rateOfSteps(steps)
  expect([0, 2_000, 4_999, 5_000, 8_000, 20_000].map((atMs) => rateAt(rate, atMs))).toEqual([
    100, 100, 100, 200, 400, 400,
  ])
})
