import { expect, test } from 'vitest'
import { aPlan } from '../testing/an-experiment.ts'
import { ending, roughly } from './words.ts'

test.each([
  [0, '0 s'],
  [1_400, '1 s'],
  [72_300, '72 s'],
  [246_000, '4.1 min'],
  [23_526_000, '6.5 h'],
])('a wait of %d ms is about %s', (ms, text) => {
  expect(roughly(ms)).toBe(text)
})

test.each([
  ['complete', undefined, 'complete after 4 s'],
  ['failed', 'k6 exited with 107', 'failed after 4 s: k6 exited with 107'],
  ['interrupted', 'Ctrl-C', 'interrupted after 4 s; what was measured is kept: Ctrl-C'],
] as const)('a trial that was %s because of %s is told as "%s"', (status, reason, told) => {
  const [trial] = aPlan.trials
  if (!trial) throw new Error('a plan without trials')
  expect(ending({ type: 'trialEnd', trial, status, reason, journal: '' }, 4_000)).toBe(told)
})
