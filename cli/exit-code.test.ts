import { expect, test } from 'vitest'
import { exitCodes } from '../engine/errors.ts'
import type { TrialStatus } from '../engine/events.ts'
import { exitCodeOf, exitCodeOfCheck } from './exit-code.ts'
import { findingsOf, trialThat } from './testing/findings.ts'

const { held, deviated, canNotBeJudged, isInvalid, isInconclusive, isSkipped } = trialThat
const { done, failed, cannotTell, interrupted } = exitCodes

test.each([
  ['done', ['complete', 'complete'], [held, held], done, done],
  ['a hypothesis did not hold', ['complete', 'complete'], [held, deviated], done, exitCodes.deviated],
  ['a trial is invalid, whatever it shows', ['complete'], [isInvalid], cannotTell, cannotTell],
  ['a trial is inconclusive', ['complete'], [isInconclusive], cannotTell, cannotTell],
  ['a hypothesis can’t be judged', ['complete'], [canNotBeJudged], done, cannotTell],
  [
    'one deviated for sure, one is invalid',
    ['complete', 'complete'],
    [deviated, isInvalid],
    cannotTell,
    exitCodes.deviated,
  ],
  ['a trial was skipped', ['complete', 'skipped'], [held, isSkipped], done, done],
  ['every trial was skipped', ['skipped'], [isSkipped], cannotTell, cannotTell],
  ['a trial was aborted', ['complete', 'aborted'], [held, isInvalid], cannotTell, cannotTell],
  ['every trial was aborted', ['aborted'], [isInvalid], cannotTell, cannotTell],
  ['a trial failed', ['complete', 'failed'], [held, isInvalid], failed, failed],
  ['a trial failed, another one deviated', ['failed', 'complete'], [isInvalid, deviated], failed, failed],
  ['a trial was interrupted', ['complete', 'interrupted'], [held, isInvalid], interrupted, interrupted],
] as const)('%s', (_, statuses, trials, withoutCheck, withCheck) => {
  const outcome = {
    trials: statuses.map((status: TrialStatus, index) => ({ id: `b${index}`, status, reason: undefined })),
  }
  const result = findingsOf(...trials)
  expect(exitCodeOf({ outcome, result, check: false, interrupted: false })).toBe(withoutCheck)
  expect(exitCodeOf({ outcome, result, check: true, interrupted: false })).toBe(withCheck)
  expect(exitCodeOf({ outcome, result, check: true, interrupted: true })).toBe(interrupted)
})

test.each([
  ['every hypothesis held', [held, held], done],
  ['one did not', [held, deviated], exitCodes.deviated],
  ['one did not, and another trial is invalid', [isInvalid, deviated], exitCodes.deviated],
  ['a trial is invalid', [held, isInvalid], cannotTell],
  ['a hypothesis can’t be judged', [held, canNotBeJudged], cannotTell],
  ['a trial was skipped', [held, isSkipped], done],
  ['every trial was skipped', [isSkipped], cannotTell],
] as const)('checked again: %s', (_, trials, expected) => {
  expect(exitCodeOfCheck(findingsOf(...trials))).toBe(expected)
})
