import { expect, test } from 'vitest'
import type { ExperimentResult } from '../result.ts'
import { summarise } from '../summarise.ts'
import { aTrial } from '../testing/a-trial.ts'
import { notTriedSentence, standingsOf } from './standings.ts'

const trials = [
  aTrial({ target: 'a' }),
  aTrial({ target: 'a', block: 2, validity: 'invalid' }),
  aTrial({ target: 'b', status: 'skipped', validity: 'invalid' }),
  aTrial({ target: 'c', validity: 'invalid' }),
]
const summaries = ['a', 'b', 'c'].map((target) => summarise(trials, { scenario: 'kill-server', target }))

test('the targets that a scenario was tried on, each with the trials that count', () => {
  const standings = standingsOf({ trials, summaries } as unknown as ExperimentResult, 'kill-server')
  expect(standings.map(({ summary, trials: own }) => [summary.target, own.length])).toEqual([
    ['a', 1],
    ['c', 0],
  ])
})

test('those that it was not tried on are named', () => {
  expect(notTriedSentence(summaries, 'kill-server')).toBe('Not tried on b.')
  expect(notTriedSentence(summaries, 'steady')).toBeUndefined()
})
