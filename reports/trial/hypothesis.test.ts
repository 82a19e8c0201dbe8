import { describe, expect, test } from 'vitest'
import { aRecovery, aTrial, noSessions } from '../testing/a-trial.ts'
import { judgeHypothesis } from './hypothesis.ts'

describe('a hypothesis', () => {
  const lost = (count: number) => aTrial({ sessions: { ...noSessions(), lost: count } })

  test.each([
    { observed: 0, deviated: false },
    { observed: 1, deviated: true },
  ])('of no session lost, with $observed lost: deviated $deviated', ({ observed, deviated }) => {
    expect(judgeHypothesis({ sessionsLost: { atMost: 0 } }, lost(observed), 'valid').deviated).toBe(deviated)
  })

  test('can limit from both sides', () => {
    const trial = aTrial({ availability: 0.98 })
    expect(judgeHypothesis({ availability: { atLeast: 0.99 } }, trial, 'valid').deviated).toBe(true)
    expect(judgeHypothesis({ availability: { atLeast: 0.9, atMost: 1 } }, trial, 'valid').deviated).toBe(
      false,
    )
  })

  test('can’t be judged where the number is not known', () => {
    const unknown = aTrial({ sessions: null })
    expect(judgeHypothesis({ sessionsLost: { atMost: 0 } }, unknown, 'valid').deviated).toBeNull()
  })

  test('deviates where one tolerance does, whatever is not known beside it', () => {
    const trial = aTrial({ sessions: null, availability: 0.5 })
    const hypothesis = { sessionsLost: { atMost: 0 }, availability: { atLeast: 0.9 } }
    expect(judgeHypothesis(hypothesis, trial, 'valid').deviated).toBe(true)
  })

  test('of being back in time does not hold when it was not back by then', () => {
    const judge = (backMs: number | null, atMost: number) =>
      judgeHypothesis({ backMs: { atMost } }, aTrial({ recovery: [aRecovery({ backMs })] }), 'valid').deviated
    expect(judge(3_000, 5_000)).toBe(false)
    expect(judge(7_000, 5_000)).toBe(true)
    // Never back in the 20 s that were watched: surely more than 5 s, perhaps within 30.
    expect(judge(null, 5_000)).toBe(true)
    expect(judge(null, 30_000)).toBeNull()
  })

  test('of being back in time can’t be judged where there is no baseline to be back in', () => {
    const recovery = [aRecovery({ leftBand: null, backMs: null, deficitOperations: null })]
    expect(judgeHypothesis({ backMs: { atMost: 5_000 } }, aTrial({ recovery }), 'valid').deviated).toBeNull()
  })

  test('of a quantile does not hold where so many operations failed that it is infinite', () => {
    const judge = (status: 'infinite' | 'tooFew') => {
      const response = [{ q: 0.99, status, ms: null, comparable: true }]
      const latency = { operations: 6_000, notOkShare: 0.03, response, responseOfOk: [], serviceOfOk: [] }
      const trial = aTrial({ latency: [{ window: 'afterFault', fromMs: 0, toMs: 1, ...latency }] })
      return judgeHypothesis({ p99Ms: { atMost: 500 } }, trial, 'valid').deviated
    }
    expect(judge('infinite')).toBe(true)
    expect(judge('tooFew')).toBeNull()
  })

  test('never holds in a trial that is not valid', () => {
    const hypothesis = { sessionsLost: { atMost: 0 } }
    expect(judgeHypothesis(hypothesis, lost(0), 'inconclusive').deviated).toBeNull()
    expect(judgeHypothesis(hypothesis, lost(1), 'inconclusive').deviated).toBe(true)
    expect(judgeHypothesis(hypothesis, lost(1), 'invalid').deviated).toBeNull()
  })

  test('without tolerances holds', () => {
    expect(judgeHypothesis({}, aTrial(), 'valid')).toEqual({ deviated: false, tolerances: [] })
  })
})
