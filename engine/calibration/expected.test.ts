import { expect, test } from 'vitest'
import type { AutoscalerDescription } from '../journal/descriptions.ts'
import { calibrationLimitMs, expectedCalibrationMs, sizesOf } from './expected.ts'

const withServers = (min: number, max: number, objective = { availability: 0.99, withinMs: 300 }) => {
  const autoscaler: AutoscalerDescription = {
    signal: 'requestsPerServer',
    target: 80,
    min,
    max,
    tolerance: 0.1,
    syncMs: 5_000,
    fromMs: 10_000,
    scaleOut: { stabiliseMs: 0, coolDownMs: 0 },
    scaleIn: { pick: 'newest', drainMs: 5_000, stabiliseMs: 15_000, coolDownMs: 0 },
    objective,
  }
  return { autoscaler }
}

test('every number of servers between the limits is measured', () => {
  expect(sizesOf({ min: 2, max: 5 })).toEqual([2, 3, 4, 5])
  expect(sizesOf({ min: 3, max: 3 })).toEqual([3])
})

test('a calibration takes longer the more numbers of servers there are, and no time where there is none', () => {
  const [three, four] = [withServers(2, 4), withServers(2, 5)].map(expectedCalibrationMs)
  expect(four).toBeGreaterThan(three ?? Number.NaN)
  const { objective: _, ...without } = withServers(2, 4).autoscaler
  expect(expectedCalibrationMs({ autoscaler: without })).toBe(0)
  expect(expectedCalibrationMs({})).toBe(0)
})

test('it is given up when it takes far longer than that', () => {
  expect(calibrationLimitMs(withServers(2, 4))).toBeGreaterThan(expectedCalibrationMs(withServers(2, 4)))
})
