import { describe, expect, test } from 'vitest'
import type { Prediction } from '../../engine/journal/descriptions.ts'
import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import { aLostSession, aSession } from '../testing/synthetic-sessions.ts'
import { PredictionTally } from './prediction-tally.ts'
import type { FaultWindow } from './window.ts'

const kill = (change: Partial<FaultWindow> = {}): FaultWindow => {
  const { victims = ['web-2'], fromMs = 10_000, toMs = 10_050 } = change
  return {
    fault: 'f1',
    kind: 'kill',
    victims,
    fromMs,
    toMs,
    strikes: victims.map((victim) => ({ victim, fromMs, toMs })),
    serversUp: ['web-1', 'web-2', 'web-3'],
    addresses: 0,
    ...change,
  }
}

function predicted(rule: Prediction, sessions: SessionEnd[], windows = [kill()]) {
  const tally = new PredictionTally(windows, {
    predicts: { kill: rule, roll: rule, drain: rule },
    balancer: 'haproxy',
  })
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

describe('a fault that strikes one server after the other', () => {
  const strikes = [
    { victim: 'web-1', fromMs: 10_000, toMs: 10_010 },
    { victim: 'web-2', fromMs: 20_000, toMs: 20_010 },
    { victim: 'web-3', fromMs: 30_000, toMs: 30_010 },
  ]
  const roll = kill({
    kind: 'roll',
    victims: ['web-1', 'web-2', 'web-3'],
    strikes,
    fromMs: 10_000,
    toMs: 30_010,
  })
  const of = (...sessions: SessionEnd[]) => predicted('homeOnVictim', sessions, [roll])[0]

  test.each([
    { who: 'logged in meanwhile on one whose turn is to come', loginAtMs: 15_000, atRisk: 1, inFlight: 0 },
    {
      who: 'logged in where the turn is over',
      homeServer: 'web-1',
      loginAtMs: 15_000,
      atRisk: 0,
      inFlight: 0,
    },
    { who: 'logged out before the turn of the server', logoutInvokedMs: 19_000, atRisk: 0, inFlight: 0 },
    { who: 'logging out as it is struck', logoutInvokedMs: 20_005, atRisk: 0, inFlight: 1 },
    { who: 'logging out as another one is struck', logoutInvokedMs: 30_005, atRisk: 1, inFlight: 0 },
  ])('a session $who', ({ who: _who, atRisk, inFlight, loginAtMs = 5, ...change }) => {
    const session = aSession('one', {
      homeServer: 'web-2',
      loginInvokedMs: loginAtMs - 5,
      loginAtMs,
      ...change,
    })
    expect(of(session)).toMatchObject({ atRisk, predicted: atRisk, inFlight })
  })

  test('signs a user out again who logged in on a server that was still to come', () => {
    const first = aLostSession('7.1', { homeServer: 'web-1', signedOutAtMs: 10_500 })
    const second = aLostSession('7.2', {
      homeServer: 'web-3',
      loginInvokedMs: 10_600,
      loginAtMs: 10_605,
      signedOutAtMs: 31_000,
    })
    expect(of(first, second)).toMatchObject({
      atRisk: 2,
      predicted: 2,
      observed: 2,
      naiveShare: 1,
      verdict: 'asPredicted',
    })
  })

  test('says how many were there at each turn, and how many of them it takes', () => {
    const home = (homeServer: string, signedOutAtMs: number, loginAtMs = 5) =>
      aLostSession(`${homeServer}-${loginAtMs}`, {
        homeServer,
        signedOutAtMs,
        loginInvokedMs: loginAtMs - 5,
        loginAtMs,
      })
    // web-1's session logs in again on web-3, web-2's on the new web-1.
    const found = of(
      home('web-1', 10_500),
      home('web-3', 30_500, 11_000),
      home('web-2', 20_500),
      aSession('new', { homeServer: 'web-1', loginInvokedMs: 21_000, loginAtMs: 21_005 }),
      home('web-3', 30_600),
    )
    expect(found?.turns).toEqual([
      { fromMs: 10_000, there: 3, predicted: 1 },
      { fromMs: 20_000, there: 3, predicted: 1 },
      { fromMs: 30_000, there: 3, predicted: 2 },
    ])
  })

  test('of a shared store nobody: the same sessions are at risk, and none is on the boundary', () => {
    const leaving = aSession('leaving', { homeServer: 'web-2', logoutInvokedMs: 20_005 })
    expect(predicted('nobody', [...aHundred, leaving], [roll])[0]).toMatchObject({
      atRisk: 100,
      inFlight: 1,
      boundary: 0,
      verdict: 'asPredicted',
    })
  })
})

describe('a server that is drained first', () => {
  const drain = kill({
    kind: 'drain',
    fromMs: 10_000,
    toMs: 20_010,
    addresses: 3,
    strikes: [{ victim: 'web-2', fromMs: 20_000, toMs: 20_010, drained: { fromMs: 10_000, toMs: 10_100 } }],
  })

  test('signs its users out when it is taken away: who has left by then was not at risk', () => {
    const onWeb2 = (name: string, logoutInvokedMs: number) =>
      aSession(name, { homeServer: 'web-2', logoutInvokedMs, expectation: 'gone', end: 'absent' })
    expect(
      predicted(
        'homeOnVictim',
        [onWeb2('left', 15_000), aLostSession('stayed', { signedOutAtMs: 21_000 })],
        [drain],
      )[0],
    ).toMatchObject({
      atRisk: 1,
      predicted: 1,
      observed: 1,
      verdict: 'asPredicted',
    })
  })

  test('does not go free of those that it signs out before', () => {
    const elsewhere = aLostSession('early', { homeServer: 'web-1', signedOutAtMs: 15_000 })
    expect(predicted('homeOnVictim', [elsewhere], [drain])[0]).toMatchObject({
      surplus: { count: 1, sessions: ['early'] },
    })
  })

  test('moves the users of a hash as soon as the balancer drains it', () => {
    // 10.64.0.2 is 2 modulo 3, web-3's; modulo 2 it is web-1's.
    const moved = aLostSession('moved', { user: 1, homeServer: 'web-3', signedOutAtMs: 11_000 })
    expect(predicted('movedOnMap', [moved], [drain])[0]).toMatchObject({
      window: { fromMs: 10_000, toMs: 10_100 },
      atRisk: 1,
      predicted: 1,
      observed: 1,
      verdict: 'asPredicted',
    })
  })
})

describe('the naive share', () => {
  const naiveShareOf = (change: Partial<FaultWindow>) =>
    predicted('nobody', [aSession('one')], [kill(change)])[0]?.naiveShare

  test('of a store there is none: it is no web server', () => {
    expect(naiveShareOf({ victims: ['redis'] })).toBeNull()
  })

  test('of an added server is nobody: it strikes none', () => {
    expect(naiveShareOf({ kind: 'add', victims: ['web-4'] })).toBe(0)
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
