import type { TrafficPlan } from '../../traffic/plan.ts'
import { operationsBetween, rateAt } from '../journal/rate.ts'
import type { Counts, Frame, SessionEnd } from '../journal/traffic-records.ts'

interface Instant {
  second: number
  toMs: number
  final: boolean
}

/** A second in which every operation was right; the final one carries the whole ledger. */
export function fakeFrame(plan: TrafficPlan, { second, toMs, final }: Instant): Frame {
  const perSecond = Math.round(rateAt(plan.rate, second * 1_000))
  const phase = toMs <= plan.warmUpMs ? 'warmUp' : 'measured'
  const counts = { scheduled: perSecond, sent: perSecond, ok: perSecond }
  const all = Math.round(operationsBetween(plan.rate, { fromMs: 0, toMs: Math.min(toMs, plan.durationMs) }))
  return {
    type: 'frame',
    sequence: second,
    fromMs: second * 1_000,
    toMs,
    final,
    cells: final ? [] : [{ second, phase, operation: 'read', counts }],
    latencies: [],
    servers: final ? {} : { 'web-1': perSecond },
    sessions: { must: plan.users, may: 0, gone: 0, signedOut: 0 },
    sessionsByServer: sessionsByServer(plan),
    inFlight: 0,
    queued: 0,
    affinity: { home: 0, elsewhere: 0 },
    notOk: [],
    ...(final ? { totals: { measured: { ...noCounts, scheduled: all, sent: all, ok: all } } } : {}),
  }
}

/** User n lives on the n-th server, going round. */
export const homeOf = ({ servers }: TrafficPlan, user: number) => `web-${(user % servers.length) + 1}`

function sessionsByServer(plan: TrafficPlan): Record<string, number> {
  const homes = Array.from({ length: plan.users }, (_, user) => homeOf(plan, user))
  return Object.fromEntries(
    plan.servers.map(({ name }) => [name, homes.filter((home) => home === name).length]),
  )
}

interface FakeEnd {
  user: number
  home: string
  lostAtMs: number | undefined
  atMs: number
}

export function fakeSession({ user, home, lostAtMs, atMs }: FakeEnd): SessionEnd {
  const lost = lostAtMs !== undefined
  return {
    type: 'session',
    session: `s${user}`,
    user,
    fate: lost ? 'lost' : 'survived',
    fateAtMs: lostAtMs ?? atMs,
    details: [],
    homeServer: home,
    acknowledgedWrites: 1,
    observedWrites: lost ? null : 1,
    expectation: 'must',
    end: lost ? 'absent' : 'present',
    anomalies: lost ? { missing: 1 } : {},
    loginInvokedMs: 0,
    loginAtMs: 1,
    logoutInvokedMs: null,
    lastGoodMs: lostAtMs ?? atMs,
    signedOutAtMs: lostAtMs ?? null,
    endAtMs: atMs,
    cause: lost ? 'gone' : null,
  }
}

/** A ledger in which nothing was counted yet. */
export const noCounts: Counts = {
  scheduled: 0,
  dropped: 0,
  sent: 0,
  ok: 0,
  wrong: 0,
  rejected: 0,
  failed: 0,
  refused: 0,
  reset: 0,
  timedOut: 0,
  unfinished: 0,
  blocked: 0,
  missing: 0,
  throttled: 0,
  shed: 0,
  late: 0,
  connect: 0,
}
