import { beforeAll, describe, expect, test } from 'vitest'
import type { Anomaly, Fate } from '../engine/journal/traffic-records.ts'
import { only } from './experiment/read-journal.ts'
import { type Behaviour, type Run, type UsersPlan, usersOn } from './known-answers/a-lying-stack.ts'
import { type LieName, lies } from './known-answers/lies.ts'
import {
  countEvents,
  ledgersOf,
  loginsLiedTo,
  loginsWith,
  missed,
  residuals,
  type Span,
  sessionsOf,
  stallsOf,
  sum,
  total,
  troubledIn,
  withFate,
} from './known-answers/what-came-out.ts'

// Servers that do wrong exactly so often, and say so: the real traffic has to find just that, no more and no less.

const perSecond = 300
const plan: UsersPlan = {
  version: 1,
  seed: 7,
  users: 200,
  arrivals: 'constant',
  rate: [{ atMs: 0, perSecond }],
  loginMs: 1_000,
  warmUpMs: 1_500,
  // A little after an arrival, so that nobody has to ask whether one at the very end counts.
  durationMs: 7_001,
  operations: { read: 0.45, write: 0.5, logout: 0.05 },
  // Limits that a busy machine does not reach.
  timeoutMs: 30_000,
  lateMs: 30_000,
  connections: 'shared',
  session: { ttlMs: 1_800_000, granularityMs: 1_000 },
  census: {
    ratePerSecond: 300,
    deadlineMs: 60_000,
    quiesceMs: 100,
    confirmations: 2,
    confirmGapMs: 200,
    waitForSignal: false,
    waitMs: 0,
  },
}

/** Different numbers, so that no two can be mistaken for each other. */
const told = {
  forgets: 11,
  rollsBack: 7,
  losesOne: 6,
  acknowledgesOnly: 5,
  storesTwice: 4,
  swaps: 3,
  failsButStores: 8,
  deniesButStores: 2,
  keepsAfterLogout: 9,
} satisfies Record<LieName, number>

const sessionsOfA = (lie: LieName): number => told[lie] * (lies[lie].sessions ?? 1)

/** How many operations are due in a load: the logins, and then one after each gap. */
const dueIn = ({ users, durationMs, loginMs }: UsersPlan, perSecond: number): number =>
  users + Math.floor((perSecond * (durationMs - loginMs)) / 1_000)

const scheduledByTheLoad = (run: Run): number => total(run, 'scheduled', ['warmUp', 'measured'])

function expectBalanced(run: Run): void {
  const ledgers = ledgersOf(run)
  expect(Object.keys(ledgers).toSorted()).toEqual(['census', 'measured', 'warmUp'])
  for (const counts of Object.values(ledgers)) expect(residuals(counts)).toEqual([0, 0])
}

describe('a server that lies', () => {
  let run: Run
  beforeAll(async () => {
    run = await usersOn([{ lies: told }], plan)
  })

  test.each(Object.keys(told) as LieName[])('%s as often as it was asked to', (lie) => {
    expect(loginsLiedTo(run, lie)).toHaveLength(sessionsOfA(lie))
  })

  test.each<[Fate, readonly LieName[]]>([
    ['leaked', ['swaps']],
    ['resurrected', ['keepsAfterLogout']],
    ['lost', ['forgets']],
    ['rolledBack', ['rollsBack', 'losesOne', 'acknowledgesOnly']],
    ['duplicated', ['storesTwice', 'deniesButStores']],
    ['indeterminate', []],
    ['unreachable', []],
  ])('the sessions that are %s are those of which it: %s', (fate, names) => {
    expect(loginsWith(run, withFate(fate))).toEqual(loginsLiedTo(run, ...names))
  })

  test('every other session survived, or ended by its logout', () => {
    const harmed = (Object.keys(told) as LieName[]).filter((lie) => lie !== 'failsButStores')
    const others = loginsWith(run, ({ fate }) => fate === 'survived' || fate === 'ended')
    expect(others).toHaveLength(sessionsOf(run).length - sum(harmed.map(sessionsOfA)))
    expect(others).toEqual(expect.arrayContaining(loginsLiedTo(run, 'failsButStores')))
    const details = sessionsOf(run)
      .filter(withFate('ended'))
      .flatMap((session) => session.details)
    expect(new Set(details)).toEqual(new Set(['logout']))
  })

  test.each<[Anomaly, readonly LieName[]]>([
    ['missing', ['forgets']],
    ['stale', ['rollsBack', 'losesOne', 'acknowledgesOnly']],
    ['foreign', ['swaps']],
    ['doubled', ['storesTwice']],
    ['phantom', ['deniesButStores']],
    ['zombie', ['keepsAfterLogout']],
    ['overstayed', []],
  ])('%s is seen just as often as it: %s', (anomaly, names) => {
    expect(countEvents(run, anomaly)).toBe(sum(names.map(sessionsOfA)))
  })

  test('what is rolled back is told from what is overwritten', () => {
    const withDetail = (detail: string) => loginsWith(run, ({ details }) => details.includes(detail))
    expect(withDetail('rolled_back')).toEqual(expect.arrayContaining(loginsLiedTo(run, 'rollsBack')))
    expect(withDetail('lost_update')).toEqual(expect.arrayContaining(loginsLiedTo(run, 'losesOne')))
  })

  test('users are signed out once for each session that it forgot', () => {
    expect(countEvents(run, 'signedOut')).toBe(told.forgets)
    expect(loginsWith(run, ({ signedOutAtMs }) => signedOutAtMs !== null)).toEqual(
      loginsLiedTo(run, 'forgets'),
    )
  })

  test('a lost session is gone, and lies on no server', () => {
    for (const session of sessionsOf(run).filter(withFate('lost'))) {
      expect(session).toMatchObject({
        end: 'absent',
        expectation: 'must',
        cause: 'gone',
        homeServer: 'web-1',
      })
      expect(session.lastGoodMs).toBeLessThan(session.fateAtMs)
    }
  })

  test('operations failed that it has failed, and no other', () => {
    const failed = run.confessions.filter((confession) => 'failed' in confession)
    expect(total(run, 'failed')).toBe(failed.length)
    for (const name of ['refused', 'reset', 'timedOut', 'unfinished', 'blocked', 'late'] as const) {
      expect([name, total(run, name)]).toEqual([name, 0])
    }
  })

  test('the ledger balances, and every arrival was due', () => {
    expectBalanced(run)
    expect(scheduledByTheLoad(run)).toBe(dueIn(plan, perSecond))
  })
})

test('one of two servers that forgets: it is its sessions that are lost', async () => {
  const run = await usersOn([{}, { lies: { forgets: 10 } }], plan)
  expectBalanced(run)
  const lost = sessionsOf(run).filter(withFate('lost'))
  expect(lost).toHaveLength(10)
  for (const session of lost) expect(session).toMatchObject({ homeServer: 'web-2', cause: 'gone' })
  expect(countEvents(run, 'missing')).toBe(10)
  expect(new Set(sessionsOf(run).map(({ homeServer }) => homeServer))).toEqual(new Set(['web-1', 'web-2']))
})

test('an honest server: all is well', async () => {
  const run = await usersOn([{}], plan)
  expectBalanced(run)
  expect(total(run, 'ok')).toBe(total(run, 'sent'))
  expect(new Set(sessionsOf(run).map(({ fate }) => fate))).toEqual(new Set(['survived', 'ended']))
  for (const session of sessionsOf(run)) {
    expect(session.anomalies).toEqual({})
    if (session.fate === 'survived') expect(session.observedWrites).toBe(session.acknowledgedWrites)
  }
})

test('a server that keeps sessions beyond their time', async () => {
  // All log in within a second, and then nothing: when the load ends, all are over, also where an answer took 4 s.
  const idle: UsersPlan = {
    ...plan,
    rate: [{ atMs: 0, perSecond: 0 }],
    durationMs: 8_000,
    session: { ttlMs: 1_000, granularityMs: 0 },
  }
  const run = await usersOn([{}], idle)
  expectBalanced(run)
  expect(sessionsOf(run)).toHaveLength(idle.users - missed(run))
  expect(countEvents(run, 'overstayed')).toBe(sessionsOf(run).length)
  for (const session of sessionsOf(run)) {
    expect(session).toMatchObject({ fate: 'ended', details: ['expired', 'overstayed'], end: 'present' })
  }
})

describe('a server that stalls', () => {
  const stalling: Behaviour = { stall: { afterMs: 2_000, forMs: 3_000 } }
  const perSecond = 200
  // Below the time-out of the balancer, and above what a busy machine makes of an answer.
  const timeoutMs = 1_500
  const lateMs = 750
  const patient: UsersPlan = {
    ...plan,
    rate: [{ atMs: 0, perSecond }],
    operations: { read: 0.5, write: 0.5, logout: 0 },
    timeoutMs,
    lateMs,
  }

  /** Of the load, when nothing that was due can have been answered in time, with some room for clocks to differ. */
  const withoutAnswers = ({ beginMs, endMs }: Span): Span => ({
    beginMs: 10 * Math.ceil(beginMs / 10) + 20,
    endMs: Math.min(10 * Math.floor((endMs - lateMs) / 10) - 20, 10 * Math.floor(patient.durationMs / 10)),
  })
  /** How many operations are due in a part of the load after the logins. */
  const arrivalsIn = ({ beginMs, endMs }: Span): number => ((endMs - beginMs) * perSecond) / 1_000

  function expectNothingSkippedOrMoved(run: Run): void {
    expectBalanced(run)
    expect(scheduledByTheLoad(run)).toBe(dueIn(patient, perSecond))
    const users = sessionsOf(run).map(({ user }) => user)
    expect(new Set(users).size, 'users, each with one session').toBe(users.length)
    expect(users.length).toBeGreaterThanOrEqual(patient.users - missed(run))
    expect(new Set(sessionsOf(run).map(({ fate }) => fate))).toEqual(new Set(['survived']))
    expect(countEvents(run, 'signedOut')).toBe(0)
    expect(total(run, 'wrong') + total(run, 'rejected') + total(run, 'refused')).toBe(0)
  }

  test('alone: all operations due meanwhile are late, timed out or blocked, and no others', async () => {
    const run = await usersOn([stalling], patient)
    expectNothingSkippedOrMoved(run)
    const stall = only(stallsOf(run))
    const hung = withoutAnswers(stall)
    expect(troubledIn(run, hung)).toBeLessThanOrEqual(arrivalsIn(hung))
    expect(troubledIn(run, hung) + missed(run)).toBeGreaterThanOrEqual(arrivalsIn(hung))
    for (const name of ['late', 'timedOut', 'blocked'] as const) expect(total(run, name)).toBeGreaterThan(0)
    expect(total(run, 'failed')).toBe(0)
    // A machine that stands still for longer than the limit makes those late that are open at that moment: a few.
    const others =
      troubledIn(run, { beginMs: 0, endMs: stall.beginMs - lateMs }) +
      troubledIn(run, { beginMs: stall.endMs, endMs: Number.POSITIVE_INFINITY })
    expect(others / total(run, 'scheduled')).toBeLessThan(0.01)
  })

  test('one of two: just those of its users', async () => {
    const run = await usersOn([{}, stalling], patient)
    expectNothingSkippedOrMoved(run)
    const homes = sessionsOf(run).map(({ homeServer }) => homeServer)
    const share = homes.filter((home) => home === 'web-2').length / homes.length
    expect([...new Set(homes)].sort()).toEqual(['web-1', 'web-2'])
    // Whose turn it is is drawn: a binomial count, here within four standard deviations.
    const hung = withoutAnswers(only(stallsOf(run)))
    const deviation = Math.sqrt(arrivalsIn(hung) * share * (1 - share))
    expect(Math.abs(troubledIn(run, hung) - arrivalsIn(hung) * share)).toBeLessThan(
      4 * deviation + missed(run),
    )
  })
})
