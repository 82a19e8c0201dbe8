import { describe, expect, test } from 'vitest'
import { summarise } from './summarise.ts'
import { aRecovery, aTrial, noSessions } from './testing/a-trial.ts'
import type { TrialResult } from './trial-result.ts'

const summaryOf = (...trials: TrialResult[]) => summarise(trials, { scenario: 'kill-server', target: 'base' })

const kill = {
  fault: 'f1',
  kind: 'kill',
  title: 'kill one of web',
  victim: 'web-2',
  plannedAtMs: 10_000,
  steps: [],
  verdict: 'confirmed' as const,
  reason: '',
}

describe('the trials of a target', () => {
  test('are its own under this scenario, and those that were skipped are told apart', () => {
    const { trials } = summaryOf(
      aTrial(),
      aTrial({ block: 2, validity: 'invalid' }),
      aTrial({ block: 3, status: 'skipped', validity: 'invalid' }),
      aTrial({ target: 'other' }),
      aTrial({ scenario: 'steady' }),
    )
    expect(trials).toEqual({ all: 3, valid: 1, skipped: 1 })
  })

  test('have a mean of those whose number is known', () => {
    const values = [3, null, 5].map((value, index) =>
      aTrial({ block: index + 1, metrics: { usersSignedOut: value } }),
    )
    expect(summaryOf(...values).metrics.usersSignedOut).toMatchObject({
      values: [{ value: 3 }, { value: null }, { value: 5 }],
      mean: 4,
      min: 3,
      max: 5,
    })
    expect(summaryOf(aTrial()).metrics.usersSignedOut).toMatchObject({ mean: null, min: null, max: null })
  })
})

describe('what can be said of such faults', () => {
  const thatLost = (lost: number, block: number) =>
    aTrial({ block, faults: [kill], sessions: { ...noSessions(), lost } })

  test('is in how many trials one lost a session', () => {
    expect(summaryOf(thatLost(9, 1), thatLost(0, 2)).faultsThatLost).toMatchObject({
      lost: 1,
      of: 2,
      text: '1 of 2 trials with a fault lost sessions.',
    })
  })

  test('is nothing where only the autoscaler did something', () => {
    const added = { ...kill, kind: 'add', by: 'autoscaler' as const }
    expect(summaryOf(aTrial({ faults: [added] })).faultsThatLost).toBeNull()
  })
})

test('a recovery that can’t be judged is none of those after which the service was back, nor of the others', () => {
  const recovery = [aRecovery({}), aRecovery({ backMs: null }), aRecovery({ leftBand: null, backMs: null })]
  expect(summaryOf(aTrial({ recovery })).cameBack).toEqual({ back: 1, of: 2 })
})

test('a hypothesis counts where there is one, and the trial was begun', () => {
  const tolerances = [{ metric: 'wrong', atMost: 0, atLeast: null, observed: 0, held: true }]
  const judged = (block: number, deviated: boolean | null, change: Partial<TrialResult> = {}) =>
    aTrial({ block, hypothesis: { deviated, tolerances }, ...change })
  const { hypothesis } = summaryOf(
    judged(1, false),
    judged(2, true),
    judged(3, null),
    judged(4, null, { status: 'skipped', validity: 'invalid' }),
  )
  expect(hypothesis).toEqual({ held: 1, deviated: 1, cannotTell: 1 })
  expect(summaryOf(aTrial()).hypothesis).toEqual({ held: 0, deviated: 0, cannotTell: 0 })
})
