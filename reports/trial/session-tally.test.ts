import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import { aLostSession, aSession } from '../testing/synthetic-sessions.ts'
import { SessionTally } from './session-tally.ts'

function tally(...sessions: SessionEnd[]) {
  const found = new SessionTally()
  for (const session of sessions) found.add(session)
  return found.result()
}

describe('sessions at the end of a trial', () => {
  test('that were missed and came back are signed out, not lost', () => {
    const back = aSession('back', {
      signedOutAtMs: 12_000,
      anomalies: { missing: 1 },
      details: ['interrupted'],
    })
    expect(tally(back)).toMatchObject({
      lost: 0,
      signedOut: 1,
      interrupted: 1,
      dataSurvival: { share: 1 },
      userSurvival: { share: 0 },
    })
  })

  test('that leaked before they were lost count as leaked by fate, and as lost', () => {
    const leaked = aLostSession('leaked', { fate: 'leaked', anomalies: { foreign: 1, missing: 3 } })
    expect(tally(leaked)).toMatchObject({
      lost: 1,
      fates: { leaked: 1, lost: 0 },
      anomalies: { foreign: 1, missing: 3 },
      dataSurvival: { share: 0 },
    })
  })

  test('of which the census could not tell are counted either way', () => {
    const unknown = aSession('unknown', { fate: 'unreachable', end: 'unknown' })
    expect(tally(aSession('kept'), aSession('kept too'), aLostSession('gone'), unknown)).toMatchObject({
      must: 4,
      unknown: 1,
      dataSurvival: { share: 0.5, low: 0.5, high: 0.75 },
      userSurvival: { share: 0.5, low: 0.5, high: 0.75 },
    })
  })

  test('that had ended or are in doubt are outside of every share', () => {
    const ended = aSession('ended', { expectation: 'gone', fate: 'ended', end: 'absent' })
    const doubt = aSession('doubt', { expectation: 'may', fate: 'indeterminate', end: 'absent' })
    expect(tally(ended, doubt)).toMatchObject({
      total: 2,
      must: 0,
      lost: 0,
      dataSurvival: { share: null, low: null, high: null },
    })
  })

  test('were not noticed only if they were there before anything was undone', () => {
    const frozen = aSession('frozen', { asFound: 'absent', end: 'present', details: ['interrupted'] })
    expect(tally(frozen)).toMatchObject({ dataSurvival: { share: 1 }, userSurvival: { share: 0 } })
  })
})

test('every session has one fate, and the bounds hold the share', () => {
  const session = fc.record({
    end: fc.constantFrom('present', 'absent', 'unknown'),
    expectation: fc.constantFrom('must', 'may', 'gone'),
    fate: fc.constantFrom('lost', 'survived', 'ended'),
  })
  fc.assert(
    fc.property(fc.array(session), (some) => {
      const found = tally(...some.map((change, index) => aSession(`${index}`, change as Partial<SessionEnd>)))
      expect(Object.values(found.fates).reduce((a, b) => a + b, 0)).toBe(some.length)
      const { share, low, high } = found.dataSurvival
      if (share === null) return
      expect(low).toBeLessThanOrEqual(share)
      expect(high).toBeGreaterThanOrEqual(share)
    }),
  )
})
