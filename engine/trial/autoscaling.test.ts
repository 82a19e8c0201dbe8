import { describe, expect, test } from 'vitest'
import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'
import { TargetError } from '../errors.ts'
import { fakeStackMs } from '../fake/platform.ts'
import { fakeTrafficMs } from '../fake/traffic.ts'
import type { AutoscalerDescription, FaultDescription } from '../journal/descriptions.ts'
import { type RatePoint, rateAt } from '../journal/rate.ts'
import type { RunningStack } from '../platform.ts'
import { aFault, aTrial, type RanTrial } from './testing/a-trial.ts'
import { recordsOf } from './testing/read-trial.ts'

const upAndDown: RatePoint[] = [
  { atMs: 15_000, perSecond: 100 },
  { atMs: 30_000, perSecond: 240 },
  { atMs: 40_000, perSecond: 240 },
  { atMs: 50_000, perSecond: 100 },
]

function anAutoscaler(fields: Partial<AutoscalerDescription> = {}): AutoscalerDescription {
  return {
    signal: 'requestsPerServer',
    target: 60,
    min: 2,
    max: 4,
    tolerance: 0.1,
    syncMs: 2_000,
    fromMs: 12_000,
    scaleOut: { stabiliseMs: 0, coolDownMs: 0 },
    scaleIn: { pick: 'newest', drainMs: 3_000, stabiliseMs: 4_000, coolDownMs: 0 },
    ...fields,
  }
}

/** A balancer whose servers share the load evenly, those that are up. */
function sharing(cluster: Cluster, clock: Clock, rate: readonly RatePoint[]): Cluster {
  const loadMs = clock.now() + fakeTrafficMs.start
  const requests = new Map<string, number>()
  let sinceMs = loadMs
  const servers = async () => {
    const view = await cluster.balancer.servers()
    const up = view.filter(({ status }) => status === 'UP')
    const due = (rateAt(rate, clock.now() - loadMs) * Math.max(0, clock.now() - sinceMs)) / 1_000
    for (const { server } of up) requests.set(server, (requests.get(server) ?? 0) + due / up.length)
    sinceMs = Math.max(sinceMs, clock.now())
    return view.map((each) => ({ ...each, requests: requests.get(each.server) ?? 0 }))
  }
  return { ...cluster, balancer: { ...cluster.balancer, servers } }
}

interface Options {
  autoscaler?: Partial<AutoscalerDescription>
  rate?: RatePoint[]
  method?: FaultDescription[]
  interruptAtMs?: number
  change?(cluster: Cluster, clock: Clock): Cluster
}

const unchanged = (cluster: Cluster) => cluster

function aScaledTrial({ autoscaler, rate = upAndDown, change = unchanged, ...options }: Options = {}) {
  return aTrial({
    ...options,
    scenario: { servers: 2, rate, autoscaler: anAutoscaler(autoscaler) },
    alter: { cluster: (cluster, clock) => change(sharing(cluster, clock, rate), clock) },
  })
}

/** A balancer that hangs for a while: who asks meanwhile is answered when it is over. */
function hanging(cluster: Cluster, clock: Clock, { atMs, forMs }: { atMs: number; forMs: number }): Cluster {
  const fromMs = clock.now() + fakeTrafficMs.start + atMs
  const servers = async () => {
    const leftMs = fromMs + forMs - clock.now()
    if (leftMs > 0 && leftMs <= forMs) await clock.sleep(leftMs)
    return cluster.balancer.servers()
  }
  return { ...cluster, balancer: { ...cluster.balancer, servers } }
}

/** `add web-3 confirmed`, in the order of the verdicts. */
function changesOf(trial: RanTrial): string[] {
  const kinds = new Map(recordsOf(trial, 'fault').map(({ fault, kind }) => [fault, kind]))
  return recordsOf(trial, 'verdict').map(
    ({ fault, victim, verdict }) => `${kinds.get(fault)} ${victim} ${verdict}`,
  )
}

test('servers follow the load up and down, within the limits', async () => {
  const trial = await aScaledTrial()
  expect(trial.result.status).toBe('complete')
  expect(changesOf(trial)).toEqual([
    'add web-3 confirmed',
    'add web-4 confirmed',
    'drain web-4 confirmed',
    'drain web-3 confirmed',
  ])
  expect(Math.max(...recordsOf(trial, 'autoscaler').map(({ wanted }) => wanted))).toBe(4)
  expect(recordsOf(trial, 'autoscaler').at(-1)).toMatchObject({ servers: 2, decision: 'none' })
})

test('each sync says what it saw, what the formula desires and what was decided', async () => {
  const trial = await aScaledTrial({ rate: [{ atMs: 0, perSecond: 180 }] })
  const [first, second] = recordsOf(trial, 'autoscaler')
  expect(first).toMatchObject({
    servers: 2,
    ready: 2,
    value: null,
    decision: 'none',
    sinceStartMs: fromStart(12_000),
  })
  expect(second).toMatchObject({
    servers: 2,
    ready: 2,
    signal: 'requestsPerServer',
    value: expect.closeTo(90),
    max: expect.closeTo(90),
    target: 60,
    desired: 3,
    wanted: 3,
    decision: 'out',
    reason: 'the load asks for 3',
    sinceStartMs: fromStart(14_000),
  })
})

const fromStart = (loadMs: number) => fakeStackMs.up + fakeTrafficMs.start + loadMs

test('a change is a fault in the journal, by the autoscaler', async () => {
  const trial = await aScaledTrial({ rate: [{ atMs: 0, perSecond: 180 }] })
  const steps = recordsOf(trial, 'fault')
  expect(new Set(steps.map(({ fault, by, title }) => [fault, by, title].join()))).toEqual(
    new Set(['scale-1,autoscaler,add a web server']),
  )
  expect(steps.map(({ step }) => step)).toContain('detected')
})

test('its phases: a baseline until it begins, then faults to the end of the load', async () => {
  const trial = await aScaledTrial({ autoscaler: { fromMs: 20_000 } })
  const began = recordsOf(trial, 'phase').map(({ phase, sinceStartMs }) => [phase, sinceStartMs])
  expect(began.map(([phase]) => phase)).toEqual([
    'preflight',
    'up',
    'warmUp',
    'baseline',
    'faults',
    'census',
    'down',
  ])
  expect(Object.fromEntries(began)).toMatchObject({ faults: fromStart(20_000), census: fromStart(60_000) })
})

test('several servers are added at once, each a fault of its own; several leave as victims of one', async () => {
  const rate = [
    { atMs: 30_000, perSecond: 240 },
    { atMs: 30_000, perSecond: 60 },
  ]
  const trial = await aScaledTrial({ rate })
  expect(changesOf(trial).slice(0, 2)).toEqual(['add web-3 confirmed', 'add web-4 confirmed'])
  expect(changesOf(trial).slice(2).sort()).toEqual(['drain web-3 confirmed', 'drain web-4 confirmed'])
  const ids = recordsOf(trial, 'verdict').map(({ fault }) => fault)
  expect(ids).toEqual(['scale-1', 'scale-2', 'scale-3', 'scale-3'])
})

test('without draining, a server is removed at once', async () => {
  const trial = await aScaledTrial({
    autoscaler: { scaleIn: { pick: 'newest', drainMs: null, stabiliseMs: 0, coolDownMs: 0 } },
  })
  expect(changesOf(trial)).toContain('remove web-4 confirmed')
})

test('the signal may be the share that each server uses of its CPU quota', async () => {
  let coreSeconds = () => 0
  const trial = await aTrial({
    scenario: { servers: 2, autoscaler: anAutoscaler({ signal: 'cpu', target: 0.5 }) },
    alter: {
      cluster: (cluster, clock) => {
        coreSeconds = () => (0.18 * clock.now()) / 1_000
        return {
          ...cluster,
          look: async (name, signal) => ({ ...(await cluster.look(name, signal)), cpus: 0.2 }),
        }
      },
      stack: (stack) => ({ ...stack, usage: (signal) => using(stack, coreSeconds(), signal) }),
    },
  })
  const second = recordsOf(trial, 'autoscaler')[1]
  expect(second).toMatchObject({ signal: 'cpu', value: expect.closeTo(0.9), desired: 4, decision: 'out' })
})

async function using(stack: RunningStack, cpuSeconds: number, signal: AbortSignal) {
  const usage = await stack.usage(signal)
  return { ...usage, services: usage.services.map((each) => ({ ...each, cpuSeconds })) }
}

describe('in trouble', () => {
  test('a server that dies is no server any more: another one takes its place at the minimum', async () => {
    const trial = await aScaledTrial({
      rate: [{ atMs: 0, perSecond: 100 }],
      method: [aFault('kill', { service: 'web-2' })],
    })
    expect(changesOf(trial)).toEqual(['kill web-2 confirmed', 'add web-3 confirmed'])
  })

  test('while the balancer does not answer, nothing is decided', async () => {
    const trial = await aScaledTrial({ method: [aFault('kill', { service: 'haproxy' }, 14_500)] })
    expect(trial.result.status).toBe('complete')
    expect(recordsOf(trial, 'autoscaler')).toHaveLength(2)
  })

  test('looks that were missed are not made up for', async () => {
    const syncMs = 500
    const trial = await aScaledTrial({
      autoscaler: { syncMs },
      change: (cluster, clock) => hanging(cluster, clock, { atMs: 20_000, forMs: 3.2 * syncMs }),
    })
    const instants = recordsOf(trial, 'autoscaler').map(({ sinceStartMs }) => sinceStartMs)
    const pauses = instants.slice(1).map((instant, index) => instant - (instants[index] ?? 0))
    expect(Math.max(...pauses)).toBeGreaterThan(3 * syncMs)
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(syncMs / 2)
  })

  test('an addition that fails is told, and the next sync tries again', async () => {
    let failures = 1
    const trial = await aScaledTrial({
      rate: [{ atMs: 0, perSecond: 180 }],
      change: (cluster) => ({
        ...cluster,
        async addServer(signal) {
          if (failures-- > 0) throw new TargetError('there is no room')
          return cluster.addServer(signal)
        },
      }),
    })
    expect(changesOf(trial).at(-1)).toBe('add web-3 confirmed')
    expect(changesOf(trial)).toHaveLength(2)
    expect(
      recordsOf(trial, 'warning')
        .map(({ message }) => message)
        .join(),
    ).toContain('there is no room')
  })

  test('an interruption in the middle of a change leaves nothing running', async () => {
    const trial = await aScaledTrial({
      interruptAtMs: fromStart(16_100),
      rate: [{ atMs: 0, perSecond: 180 }],
    })
    expect(trial.result.status).toBe('interrupted')
    expect(trial.platform.running()).toEqual([])
  })

  test('a target whose balancer knows no draining is skipped, with the reason', async () => {
    const trial = await aTrial({
      target: { balancer: 'caddy' },
      scenario: { servers: 2, autoscaler: anAutoscaler() },
    })
    expect(trial.result).toMatchObject({ status: 'skipped', reason: expect.stringContaining('no draining') })
  })
})
