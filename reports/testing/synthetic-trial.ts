import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import type { Prediction } from '../../engine/journal/descriptions.ts'
import type { JournalRecord, RecordOf } from '../../engine/journal/records.ts'
import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import { addCounts, noCounts } from '../trial/counts.ts'
import { scenario, targets } from './descriptions.ts'
import { type SyntheticSessions, sessionsAfterTheKill } from './synthetic-sessions.ts'

/**
 * A trial whose every number is known by hand, second by second:
 *
 * - Three servers with 100 users each (`usersPerServer`), one operation a second for each user, 30 s of load,
 *   2 s of it warm-up; every ok answer takes 5 ms, 4 ms of them on its way.
 * - web-2 is killed: requested at 10,002 ms, seen by the daemon at 10,040, acknowledged at 10,090, seen by the
 *   balancer at 11,000. Two sessions of web-2 (`onTheBoundary`) log in while that happens.
 * - On `stateful-sticky` the users of web-2 get nothing in second 10 (a tenth cannot connect, the rest is reset),
 *   learn in second 11 that they are signed out, and log in again in second 12. On `stateless-redis` a tenth of
 *   their operations in second 10 is reset, and that is all.
 */
export interface SyntheticOptions extends Partial<SyntheticSessions> {
  target?: keyof typeof targets
  block?: number
  blocks?: number
  position?: number
  /** The daemon's clock minus the engine's. */
  daemonOffsetMs?: number
  clockUncertaintyMs?: number
  /** CPU seconds a second of each web server; costs are in proportion to it. */
  webCpu?: number
  predicts?: Record<string, Prediction>
}

/** The wall clock of the generator's host when the load of the first trial began; each trial takes 50 s. */
const firstLoadUnixMs = 1_760_000_000_000

const loadSeconds = 30

export function syntheticTrial(options: SyntheticOptions = {}): JournalRecord[] {
  const { target = 'stateful-sticky', daemonOffsetMs = 5, clockUncertaintyMs = 0 } = options
  const usersPerServer = options.usersPerServer ?? 100
  const { block = 1, position = 1 } = options
  const startUnixMs = firstLoadUnixMs + (block - 1) * 100_000 + (position - 1) * 50_000
  const at = (loadMs: number) => startUnixMs - daemonOffsetMs + loadMs
  const phase = (name: RecordOf<'phase'>['phase'], loadMs: number): JournalRecord => ({
    type: 'phase',
    phase: name,
    at: at(loadMs),
  })
  const sessions = sessionsAfterTheKill({
    usersPerServer,
    onTheBoundary: options.onTheBoundary ?? 2,
    loses: target === 'stateful-sticky',
  })
  return [
    heading(at(-9_000), options),
    phase('up', -8_000),
    { type: 'environment', at: at(-8_500), ...machine },
    { type: 'clock', at: at(-8_400), daemonOffsetMs, uncertaintyMs: clockUncertaintyMs },
    { type: 'warning', at: at(-8_300), code: 'baselineShort', message: 'The baseline is 8 s, not 20 s.' },
    { type: 'start', at: at(3), version: 1, unixMs: startUnixMs, k6: '2.2.0' },
    ...load({ target, usersPerServer, webCpu: options.webCpu ?? 0.2, at }),
    ...killOfWeb2({ engine: at, daemon: (loadMs) => startUnixMs + loadMs }),
    { type: 'drained', at: at(30_100), atMs: 30_100 },
    phase('census', 30_200),
    ...sessions.map((session): JournalRecord => ({ ...session, at: at(32_000) })),
    finalFrame({ target, usersPerServer, sessions, at }),
    { type: 'end', at: at(33_000), status: 'complete' },
  ]
}

const machine = {
  cpus: 2,
  memoryBytes: 4e9,
  kernel: '6.1',
  docker: '20.10.24',
  compose: '2.26.1',
  cgroup: 'v2',
  capabilities: { pause: true, cpuQuota: true, memoryLimit: true },
  otherContainers: 0,
}

function heading(at: number, options: SyntheticOptions): JournalRecord {
  const { target = 'stateful-sticky', block = 1, blocks = 1, position = 1 } = options
  const description = targets[target]
  return {
    type: 'trial',
    at,
    version: 1,
    outlast: '0.1.0',
    experiment: '2026-01-31T101500Z-kill-server',
    trial: `b${block}-${target}-kill-server`,
    block,
    position,
    blocks,
    seed: 7,
    trafficSeed: 70 + block,
    baseline: 'stateful-sticky',
    target: { ...description, predicts: options.predicts ?? description.predicts },
    scenario: { ...scenario, users: 3 * (options.usersPerServer ?? 100) },
    command: 'outlast compare stateful-sticky stateless-redis --scenario kill-server',
  }
}

interface Load {
  target: keyof typeof targets
  usersPerServer: number
  at(loadMs: number): number
}

/** What the users of web-2 get in a second of the load; the users of the others are always served. */
function ofWeb2(second: number, { target, usersPerServer }: Load) {
  const tenth = usersPerServer / 10
  if (target === 'stateless-redis') {
    return second === 10 ? { ok: usersPerServer - tenth, reset: tenth } : { ok: usersPerServer }
  }
  if (second === 10) return { timedOut: tenth, connect: tenth, reset: usersPerServer - tenth }
  if (second === 11) return { rejected: usersPerServer, missing: usersPerServer }
  return { ok: usersPerServer }
}

function countsOf(second: number, of: Load) {
  const counts = noCounts()
  addCounts(counts, { scheduled: 3 * of.usersPerServer, sent: 3 * of.usersPerServer })
  addCounts(counts, { ok: 2 * of.usersPerServer })
  addCounts(counts, ofWeb2(second, of))
  return counts
}

function load(of: Load & { webCpu: number }): JournalRecord[] {
  return Array.from({ length: loadSeconds }, (_, second) => [
    frameOf(second, of),
    balancerOf(second, of),
    usageOf(second, of),
  ]).flat()
}

function frameOf(second: number, of: Load): JournalRecord {
  const counts = countsOf(second, of)
  const phase = second < 2 ? ('warmUp' as const) : ('measured' as const)
  const isDown = second >= 10
  const share = counts.ok / (isDown ? 2 : 3)
  return {
    type: 'frame',
    at: of.at((second + 1) * 1_000 + 2),
    sequence: second,
    fromMs: second * 1_000,
    toMs: (second + 1) * 1_000,
    final: false,
    cells: [{ second, phase, operation: second === 0 ? 'login' : 'read', counts }],
    latencies: [
      {
        second,
        phase,
        class: 'ok',
        response: histogram(5_000, counts.ok),
        service: histogram(4_000, counts.ok),
      },
    ],
    servers: isDown ? { 'web-1': share, 'web-3': share } : { 'web-1': share, 'web-2': share, 'web-3': share },
    affinity:
      of.target === 'stateful-sticky'
        ? { home: counts.ok, elsewhere: 0 }
        : { home: share, elsewhere: counts.ok - share },
    sessions: { must: 3 * of.usersPerServer, may: 0, gone: 0, signedOut: 0 },
    inFlight: 1,
    queued: 0,
    notOk: [],
  }
}

function histogram(valueUs: number, count: number): string {
  const values = build({ numberOfSignificantValueDigits: 3 })
  if (count > 0) values.recordValueWithCount(valueUs, count)
  return encodeIntoCompressedBase64(values)
}

function balancerOf(second: number, { at }: Load): JournalRecord {
  const server = (name: string, status: string) => ({
    server: name,
    status,
    connections: 1,
    requests: 1,
    retries: 0,
    redispatches: 0,
  })
  const servers = [
    server('web-1', 'UP'),
    server('web-2', second >= 11 ? 'DOWN' : 'UP'),
    server('web-3', 'UP'),
  ]
  return { type: 'balancer', at: at(second * 1_000 + 500), servers }
}

function usageOf(second: number, { target, webCpu, at }: Load & { webCpu: number }): JournalRecord {
  const service = (name: string, cpu: number, memoryBytes: number) => ({
    service: name,
    cpuSeconds: cpu * (second + 1),
    memoryBytes,
  })
  const services = [
    service('haproxy', 0.1, 20e6),
    service('web-1', webCpu, 60e6),
    service('web-3', webCpu, 60e6),
    service('traffic', 0.3, 100e6),
    ...(target === 'stateless-redis' ? [service('redis', 0.1, 10e6)] : []),
  ]
  return { type: 'usage', at: at(second * 1_000 + 500), services, hostBusy: 0.4 }
}

type Instant = (loadMs: number) => number

function killOfWeb2(unixMs: { engine: Instant; daemon: Instant }): JournalRecord[] {
  const at = unixMs.engine
  const about = { fault: 'f1', kind: 'kill', victim: 'web-2' }
  const step = (
    name: RecordOf<'fault'>['step'],
    clock: 'engine' | 'daemon',
    loadMs: number,
  ): JournalRecord => ({
    type: 'fault',
    at: at(loadMs + 1),
    ...about,
    step: name,
    clock,
    unixMs: unixMs[clock](loadMs),
  })
  return [
    step('planned', 'engine', 10_000),
    { type: 'undo', at: at(10_001), fault: 'f1', victim: 'web-2', inverse: null },
    step('requested', 'engine', 10_002),
    step('acknowledged', 'engine', 10_090),
    step('observed', 'daemon', 10_040),
    step('detected', 'daemon', 11_000),
    {
      type: 'verdict',
      at: at(11_002),
      fault: 'f1',
      victim: 'web-2',
      verdict: 'confirmed',
      reason: 'web-2 ended with exit code 137',
    },
  ]
}

/** The census reads every session once, and each is there or is not. */
function finalFrame({ sessions, ...of }: Load & { sessions: SessionEnd[] }): JournalRecord {
  const census = noCounts()
  const absent = sessions.filter(({ end }) => end === 'absent').length
  addCounts(census, { scheduled: sessions.length, sent: sessions.length })
  addCounts(census, { ok: sessions.length - absent, rejected: absent, missing: absent })
  const totals = { warmUp: noCounts(), measured: noCounts(), census }
  for (let second = 0; second < loadSeconds; second++) {
    addCounts(second < 2 ? totals.warmUp : totals.measured, countsOf(second, of))
  }
  return {
    type: 'frame',
    at: of.at(32_500),
    sequence: loadSeconds,
    fromMs: 30_000,
    toMs: 32_400,
    final: true,
    cells: [{ second: 31, phase: 'census', operation: 'read', counts: census }],
    latencies: [],
    servers: {},
    affinity: { home: 0, elsewhere: 0 },
    sessions: { must: sessions.length - absent, may: 0, gone: 0, signedOut: absent },
    inFlight: 0,
    queued: 0,
    notOk: [],
    totals,
  }
}
