import { expect, test } from 'vitest'
import { expectedTrialMs } from '../expected-time.ts'
import { killOne } from '../testing/a-catalogue.ts'
import { aPlan } from '../testing/an-experiment.ts'
import { follow, notBegun, shareDone, timeLeftMs } from './progress.ts'

const [first, second] = aPlan.trials
if (!first || !second) throw new Error('a plan without two trials')
const expectedMs = expectedTrialMs(killOne)
const begun = follow(notBegun, { type: 'experiment', plan: aPlan, folder: '' }, 0)
const inFirst = follow(begun, { type: 'trial', trial: first, number: 1, of: 2 }, 0)
const trialEnd = {
  type: 'trialEnd',
  trial: first,
  status: 'complete',
  reason: undefined,
  journal: '',
} as const

test('nothing is said of the time left before anything was begun', () => {
  expect(timeLeftMs(notBegun, 0)).toBeUndefined()
})

test('at first the time left is what the trials are expected to take', () => {
  expect(timeLeftMs(inFirst, 0)).toBe(2 * expectedMs)
  expect(timeLeftMs(inFirst, 1_000)).toBe(2 * expectedMs - 1_000)
})

test('a trial that takes longer than expected leaves the time of the others', () => {
  expect(timeLeftMs(inFirst, 3 * expectedMs)).toBe(expectedMs)
})

test('trials that took half of what was expected halve the time left', () => {
  const between = follow(inFirst, trialEnd, expectedMs / 2)
  expect(timeLeftMs(between, expectedMs / 2)).toBe(expectedMs / 2)
  const inSecond = follow(between, { type: 'trial', trial: second, number: 2, of: 2 }, expectedMs / 2)
  expect(timeLeftMs(inSecond, expectedMs / 2)).toBe(expectedMs / 2)
})

test('a trial that is skipped takes none of the time left', () => {
  const trials = aPlan.trials.map((trial) => (trial === second ? { ...trial, skipped: 'no redis' } : trial))
  const plan = follow(notBegun, { type: 'experiment', plan: { ...aPlan, trials }, folder: '' }, 0)
  const running = follow(plan, { type: 'trial', trial: first, number: 1, of: 2 }, 0)
  expect(timeLeftMs(running, 0)).toBe(expectedMs)
})

test('the share that is done grows with the time, from nothing to all', () => {
  expect(shareDone(notBegun, 0)).toBe(0)
  expect(shareDone(inFirst, expectedMs / 2)).toBe(1 / 4)
  const afterFirst = follow(inFirst, trialEnd, expectedMs)
  expect(shareDone(afterFirst, expectedMs)).toBe(1 / 2)
  const inSecond = follow(afterFirst, { type: 'trial', trial: second, number: 2, of: 2 }, expectedMs)
  expect(shareDone(follow(inSecond, { ...trialEnd, trial: second }, 2 * expectedMs), 2 * expectedMs)).toBe(1)
})
