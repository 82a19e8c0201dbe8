import { expect, test } from 'vitest'
import { aLostSession, aSession } from '../testing/synthetic-sessions.ts'
import { SurvivalTally } from './survival-tally.ts'

const curves = (...sessions: Parameters<SurvivalTally['add']>[0][]) => {
  const tally = new SurvivalTally({ warmUpMs: 2_000 })
  for (const session of sessions) tally.add(session)
  return tally.curves()
}
const nine = Array.from({ length: 9 }, (_, n) => aSession(`u${n}.1`, { loginAtMs: 100 * n }))

test('one that was never seen again after its login is at most one of all that were there', () => {
  const early = aLostSession('u9.1', { loginAtMs: 5, lastGoodMs: 5, signedOutAtMs: 11_000 })
  const { lostEarliest, lostLatest } = curves(early, ...nine)
  expect(lostEarliest).toEqual([{ atMs: expect.closeTo(2_000, 0), share: 0.9, atRisk: 10 }])
  expect(lostLatest).toEqual([{ atMs: 11_000, share: 0.9, atRisk: 10 }])
})

test('a session that had ended by the end of the warm-up is not watched', () => {
  const gone = aLostSession('u9.1', { loginAtMs: 5, lastGoodMs: 10, signedOutAtMs: 1_500, fateAtMs: 1_500 })
  expect(curves(gone, ...nine)).toEqual({ signedOut: [], lostEarliest: [], lostLatest: [] })
})

test('one that logs in later is at risk from then on', () => {
  const late = aSession('u10.1', { loginAtMs: 12_000 })
  const lost = aLostSession('u9.1', { signedOutAtMs: 11_000, lastGoodMs: 10_000 })
  expect(curves(late, lost, ...nine).signedOut).toEqual([{ atMs: 11_000, share: 0.9, atRisk: 10 }])
})
