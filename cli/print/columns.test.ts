import { expect, test } from 'vitest'
import { findingsOf } from '../testing/findings.ts'
import { columns } from './columns.ts'

const [summary] = findingsOf().summaries
if (!summary) throw new Error('no summary')
const row = summary

function cell(title: string, changes: Partial<typeof row>) {
  return columns.find((column) => column.title === title)?.cell({ ...row, ...changes })
}

const spread = (min: number | null, max: number | null) => ({
  values: [],
  mean: null,
  min,
  max,
  interval: null,
})

test.each([
  [1, 1, '0 %'],
  [0.99987, 0.99987, '0.013 %'],
  [0.87, 0.98, '2–13 %'],
  [0, 0, '100 %'],
])('availability from %d to %d is %s not ok', (min, max, expected) => {
  expect(cell('not ok', { metrics: { availability: spread(min, max) } })).toBe(expected)
})

test.each([
  [0, 0, '0.0 s'],
  [1_040, 12_310, '1.0–12.3 s'],
  [900, 10_000, '0.9–10.0 s'],
])('back from %d to %d ms is %s', (min, max, expected) => {
  expect(cell('back after', { metrics: { backMs: spread(min, max) } })).toBe(expected)
})

test.each([
  [2_000, { back: 1, of: 2 }, '2.0 s in 1 of 2'],
  [null, { back: 0, of: 2 }, 'not back'],
  [null, { back: 3, of: 4 }, 'in 3 of 4'],
  [null, null, undefined],
])('back after %s ms, %j, is %s', (backMs, cameBack, expected) => {
  expect(cell('back after', { metrics: { backMs: spread(backMs, backMs) }, cameBack })).toBe(expected)
})

test.each([
  [{ all: 2, valid: 2, skipped: 0 }, '2 of 2'],
  [{ all: 3, valid: 1, skipped: 1 }, '1 of 2'],
])('of trials %j the table says %s', (trials, expected) => {
  expect(cell('trials', { trials })).toBe(expected)
})

test('a number that no trial has is no cell', () => {
  expect(cell('lost', { metrics: { sessionsLost: spread(null, null) } })).toBeUndefined()
  expect(cell('lost', { metrics: {} })).toBeUndefined()
  expect(cell('as predicted', { predictionHeld: null })).toBeUndefined()
})

test.each([
  [{ held: 2, deviated: 0, cannotTell: 0 }, 'held'],
  [{ held: 1, deviated: 1, cannotTell: 0 }, 'did not hold'],
  [{ held: 1, deviated: 0, cannotTell: 1 }, 'cannot tell'],
  [{ held: 0, deviated: 0, cannotTell: 0 }, undefined],
])('a hypothesis of %j: %s', (hypothesis, expected) => {
  expect(cell('hypothesis', { hypothesis })).toBe(expected)
})
