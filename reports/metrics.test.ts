import { expect, test } from 'vitest'
import { metrics as metricsOfScenarios } from '../engine/define-scenario.ts'
import { metrics } from './metrics.ts'

test('every metric that a scenario may name has a number in the report', () => {
  expect(Object.keys(metrics)).toEqual(expect.arrayContaining(Object.keys(metricsOfScenarios)))
})
