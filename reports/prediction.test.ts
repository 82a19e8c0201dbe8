import { describe, expect, test } from 'vitest'
import type { Prediction } from '../engine/journal/records.ts'
import type { SessionEnd } from '../engine/journal/traffic-records.ts'
import type { FaultWindow } from './prediction/window.ts'
import { PredictionTally } from './prediction.ts'
import { aLostSession, aSession } from './testing/synthetic-sessions.ts'

const kill = (change: Partial<FaultWindow> = {}): FaultWindow => ({
  fault: 'f1',
  kind: 'kill',
  victims: ['web-2'],
  fromMs: 10_000,
  toMs: 10_050,
  serversUp: ['web-1', 'web-2', 'web-3'],
  addresses: 0,
  ...change,
})

function predicted(rule: Prediction, sessions: SessionEnd[], windows = [kill()]) {
  const tally = new PredictionTally(windows, { predicts: { kill: rule }, balancer: 'haproxy' })
  for (const session of sessions) tally.add(session)
  return tally.results()
}

const ofOne = (rule: Prediction, session: SessionEnd) => predicted(rule, [session])[0]

/** So many that one in doubt among them is at most 1 %. */
const aHundred = Array.from({ length: 100 }, (_, index) => aSession(`other-${index}`))

describe('a prediction is set against what was observed', () => {
  test('as it was, when exactly the sessions of the victim are signed out', () => {
    const [found] = predicted('homeOnVictim', [...aHundred, aLostSession('a'), aLostSession('b')])
    expect(found).toMatchObject({
      atRisk: 102,
      predicted: 2,
      observed: 2,
      missed: { count: 0 },
      surplus: { count: 0 },
      ofVictim: { atRisk: 2, signedOut: 2, lost: 2 },
      ofOthers: { atRisk: 100, signedOut: 0, lost: 0 },
      naiveShare: 1 / 3,
      verdict: 'asPredicted',
    })
  })

  test.each<{ rule: Prediction; session: SessionEnd; missed: string[]; surplus: string[] }>([
    {
      rule: 'homeOnVictim',
      session: aSession('kept', { homeServer: 'web-2' }),
      missed: ['kept'],
      surplus: [],
    },
    {
      rule: 'homeOnVictim',
      session: aLostSession('gone', { homeServer: 'web-1' }),
      missed: [],
      surplus: ['gone'],
    },
    { rule: 'nobody', session: aLostSession('gone'), missed: [], surplus: ['gone'] },
    { rule: 'everybody', session: aSession('kept'), missed: ['kept'], surplus: [] },
  ])('$rule names the sessions that differ', ({ rule, session, missed, surplus }) => {
    expect(ofOne(rule, session)).toMatchObject({
      missed: { count: missed.length, sessions: missed },
      surplus: { count: surplus.length, sessions: surplus },
      verdict: 'notAsPredicted',
    })
  })

  test('a session that came back after it was missed counts as signed out, not as lost', () => {
    const found = ofOne('nobody', aSession('back', { signedOutAtMs: 12_000, anomalies: { missing: 1 } }))
    expect(found).toMatchObject({ observed: 1, surplus: { count: 1 }, ofOthers: { signedOut: 1, lost: 0 } })
  })

  test('who logged out before a balancer that hashes had noticed is not at risk; from a dead server nobody can', () => {
    const window = kill({ addresses: 3, balancerKnewMs: 11_000 })
    // 10.64.0.2 is 2 modulo 3, web-3's; modulo 2 it is web-1's: moved, once the balancer knows.
    const leaves = (logoutInvokedMs: number) =>
      aSession(`at-${logoutInvokedMs}`, {
        user: 1,
        homeServer: 'web-3',
        expectation: 'gone',
        logoutInvokedMs,
      })
    const [moved] = predicted('movedOnMap', [leaves(10_900), leaves(11_100)], [window])
    expect(moved).toMatchObject({ atRisk: 1, predicted: 1, missed: { sessions: ['at-11100'] } })
    const [home] = predicted('homeOnVictim', [{ ...leaves(10_900), homeServer: 'web-2' }], [window])
    expect(home).toMatchObject({ atRisk: 1, missed: { count: 1 } })
  })

  test('where nothing is predicted, it says so and counts', () => {
    expect(ofOne('unpredicted', aLostSession('gone'))).toMatchObject({
      observed: 1,
      surplus: { count: 0 },
      verdict: 'unpredicted',
    })
  })

  test('where no session was at risk, it was not tried', () => {
    expect(predicted('nobody', [])[0]?.verdict).toBe('cannotTell')
  })
})

describe('the sessions at risk', () => {
  test.each([
    { when: 'logged in before', change: {}, atRisk: 1, inFlight: 0 },
    {
      when: 'logging in meanwhile',
      change: { loginInvokedMs: 9_990, loginAtMs: 10_010 },
      atRisk: 0,
      inFlight: 1,
    },
    {
      when: 'logged in afterwards',
      change: { loginInvokedMs: 10_050, loginAtMs: 10_060 },
      atRisk: 0,
      inFlight: 0,
    },
    { when: 'logged out before', change: { logoutInvokedMs: 9_000 }, atRisk: 0, inFlight: 0 },
    { when: 'logging out meanwhile', change: { logoutInvokedMs: 10_020 }, atRisk: 0, inFlight: 1 },
    { when: 'logging out afterwards', change: { logoutInvokedMs: 20_000 }, atRisk: 1, inFlight: 0 },
    {
      when: 'signed out before',
      change: { signedOutAtMs: 5_000, anomalies: { missing: 1 } },
      atRisk: 0,
      inFlight: 0,
    },
  ])('are not those $when, unless there and untouched', ({ change, atRisk, inFlight }) => {
    expect(ofOne('homeOnVictim', aSession('one', change))).toMatchObject({ atRisk, inFlight })
  })

  test('on the boundary are those in flight of which the prediction depends on what came first', () => {
    const inFlight = { loginInvokedMs: 9_990, loginAtMs: 10_010 }
    const sessions = [aLostSession('victim', inFlight), aSession('other', inFlight)]
    expect(predicted('homeOnVictim', sessions)[0]).toMatchObject({ inFlight: 2, boundary: 1 })
    expect(predicted('nobody', sessions)[0]).toMatchObject({ inFlight: 2, boundary: 0 })
  })

  test('more than 1 % in doubt, and nothing can be told', () => {
    const boundary = ['a', 'b'].map((name) =>
      aLostSession(name, { loginInvokedMs: 9_990, loginAtMs: 10_010 }),
    )
    expect(predicted('homeOnVictim', [...aHundred, ...boundary.slice(1)])[0]?.verdict).toBe('asPredicted')
    expect(predicted('homeOnVictim', [...aHundred, ...boundary])[0]?.verdict).toBe('cannotTell')
  })

  test('a later login that is signed out is told apart', () => {
    const later = aLostSession('later', { loginInvokedMs: 12_000, loginAtMs: 12_010, signedOutAtMs: 15_000 })
    expect(ofOne('homeOnVictim', later)).toMatchObject({
      atRisk: 0,
      laterSignedOut: 1,
      surplus: { count: 0 },
    })
  })
})

describe('evidence that is in doubt', () => {
  const logoutInDoubt = {
    expectation: 'may',
    fate: 'indeterminate',
    logoutInvokedMs: 10_500,
    signedOutAtMs: null,
    anomalies: {},
  } as const

  test('an absent session whose logout had no answer is what was predicted', () => {
    expect(ofOne('homeOnVictim', aLostSession('doubt', logoutInDoubt))).toMatchObject({
      observed: 1,
      presumed: 1,
      missed: { count: 0 },
      undecided: 0,
    })
  })

  test('and is undecided where none was predicted', () => {
    const elsewhere = { ...logoutInDoubt, homeServer: 'web-1' }
    expect(ofOne('homeOnVictim', aLostSession('doubt', elsewhere))).toMatchObject({
      observed: 0,
      surplus: { count: 0 },
      undecided: 1,
    })
  })

  test('a session that the census could not read is undecided', () => {
    const unread = aSession('unread', { end: 'unknown', fate: 'unreachable', homeServer: 'web-2' })
    expect(ofOne('homeOnVictim', unread)).toMatchObject({ undecided: 1, missed: { count: 0 } })
  })
})

describe('two faults', () => {
  const windows = [
    kill(),
    kill({ fault: 'f2', victims: ['web-3'], fromMs: 20_000, toMs: 20_050, serversUp: ['web-1', 'web-3'] }),
  ]

  test('each answers for its own victims', () => {
    const found = predicted(
      'homeOnVictim',
      [
        ...aHundred,
        aLostSession('first'),
        aLostSession('second', { homeServer: 'web-3', signedOutAtMs: 21_000 }),
      ],
      windows,
    )
    expect(found).toMatchObject([
      { fault: 'f1', atRisk: 102, observed: 1, surplus: { count: 0 }, verdict: 'asPredicted' },
      {
        fault: 'f2',
        atRisk: 101,
        observed: 1,
        surplus: { count: 0 },
        verdict: 'asPredicted',
        naiveShare: 1 / 2,
      },
    ])
  })

  test('a session predicted by the first is not at risk of the second, however late it is missed', () => {
    const found = predicted('homeOnVictim', [aLostSession('late', { signedOutAtMs: 25_000 })], windows)
    expect(found).toMatchObject([{ observed: 1, missed: { count: 0 } }, { atRisk: 0 }])
  })

  test('one that nothing predicts is put down to the latest before it', () => {
    const found = predicted(
      'homeOnVictim',
      [aLostSession('odd', { homeServer: 'web-1', signedOutAtMs: 25_000 })],
      windows,
    )
    expect(found).toMatchObject([{ surplus: { count: 0 } }, { surplus: { count: 1, sessions: ['odd'] } }])
  })
})

test('names a hundred sessions that differ, and counts all', () => {
  const many = Array.from({ length: 250 }, (_, index) => aLostSession(`${index}`))
  const [found] = predicted('nobody', many)
  expect(found?.surplus.count).toBe(250)
  expect(found?.surplus.sessions).toHaveLength(100)
})

test('undecided sessions are in doubt as those on the boundary are', () => {
  const unread = ['a', 'b'].map((name) => aSession(name, { end: 'unknown', fate: 'unreachable' }))
  expect(predicted('nobody', [...aHundred, ...unread.slice(1)])[0]?.verdict).toBe('asPredicted')
  expect(predicted('nobody', [...aHundred, ...unread])[0]?.verdict).toBe('cannotTell')
})
