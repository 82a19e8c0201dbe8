import { describe, expect, test } from 'vitest'
import { fakeDelaysMs } from '../fake/cluster.ts'
import { fakeStackMs } from '../fake/platform.ts'
import { fakeTrafficMs } from '../fake/traffic.ts'
import { aFault, aTrial, killOneOfWeb } from './testing/a-trial.ts'
import { recordsOf, story } from './testing/read-trial.ts'

describe('the life of a trial', () => {
  test('is told in order', async () => {
    expect(story(await aTrial({ method: [killOneOfWeb] }))).toEqual([
      'phase preflight',
      'phase up',
      'stack',
      'phase warmUp',
      'start',
      'phase baseline',
      'phase faults',
      'fault planned',
      'undo',
      'fault requested',
      'fault acknowledged',
      'fault observed',
      'fault detected',
      'verdict confirmed',
      'phase recovery',
      'phase census',
      'drained',
      'census final begin',
      'census final end',
      'phase down',
      'end complete',
    ])
  })

  test('without faults has neither a phase of faults nor of recovery', async () => {
    const trial = await aTrial()
    const phases = recordsOf(trial, 'phase').map(({ phase }) => phase)
    expect(phases).toEqual(['preflight', 'up', 'warmUp', 'baseline', 'census', 'down'])
    expect(trial.result.status).toBe('complete')
  })

  test('keeps its times to the millisecond, counted from the load', async () => {
    const trial = await aTrial({ method: [killOneOfWeb] })
    const loadMs = fakeStackMs.up + fakeTrafficMs.start
    const began = Object.fromEntries(
      recordsOf(trial, 'phase').map(({ phase, sinceStartMs }) => [phase, sinceStartMs - loadMs]),
    )
    expect(began).toMatchObject({ baseline: 10_000, faults: 30_000, census: 60_000 })
    const verdict = recordsOf(trial, 'verdict')[0]
    expect(verdict?.sinceStartMs).toBe(loadMs + 30_000 + fakeDelaysMs.killed + fakeDelaysMs.noticed)
  })

  test('has a frame, the balancer’s view and the usage for every second of load', async () => {
    const trial = await aTrial({ method: [killOneOfWeb] })
    expect(recordsOf(trial, 'frame')).toHaveLength(61)
    expect(recordsOf(trial, 'balancer').length).toBeGreaterThanOrEqual(60)
    expect(recordsOf(trial, 'usage').length).toBe(recordsOf(trial, 'balancer').length)
    const down = recordsOf(trial, 'balancer')
      .at(-1)
      ?.servers.filter(({ status }) => status === 'DOWN')
    expect(down?.map(({ server }) => server)).toEqual([recordsOf(trial, 'verdict')[0]?.victim])
  })

  test('tells whom the balancer called down, and up again, and when', async () => {
    const trial = await aTrial({ method: [aFault('freeze', { service: 'web', forMs: 5_000 })] })
    const [{ victim = '' } = {}] = recordsOf(trial, 'verdict')
    const steps = recordsOf(trial, 'fault')
    const unixMsOf = (step: string) => steps.find((each) => each.step === step)?.unixMs
    expect(recordsOf(trial, 'health')).toMatchObject([
      { server: victim, status: 'down', unixMs: unixMsOf('detected') },
      { server: victim, status: 'up' },
    ])
  })

  test('tells whom the balancer called down after the last sample, too', async () => {
    const noticedAtMs = 59_900
    const atMs = noticedAtMs - fakeDelaysMs.noticed - fakeDelaysMs.killed
    const trial = await aTrial({ method: [aFault('kill', { service: 'web' }, atMs)] })
    const [down] = recordsOf(trial, 'health')
    const lastSampleMs = recordsOf(trial, 'balancer').at(-1)?.sinceStartMs ?? 0
    expect(down?.status).toBe('down')
    expect(down?.sinceStartMs).toBeGreaterThan(lastSampleMs)
  })

  test('loses the sessions of the victim where they live in memory, and none in a store', async () => {
    const lost = async (sessions: string) => {
      const trial = await aTrial({ method: [killOneOfWeb], target: { sessions } })
      const victim = recordsOf(trial, 'verdict')[0]?.victim
      const rows = recordsOf(trial, 'session')
      return {
        lost: rows.filter(({ fate }) => fate === 'lost').map(({ session }) => session),
        ofVictim: rows.filter(({ homeServer }) => homeServer === victim).map(({ session }) => session),
      }
    }
    const memory = await lost('memory')
    expect(memory.lost).toEqual(memory.ofVictim)
    expect(memory.lost).toHaveLength(2)
    expect((await lost('redis')).lost).toEqual([])
  })

  test('leaves nothing running', async () => {
    const { platform } = await aTrial({ method: [killOneOfWeb] })
    expect(platform.running()).toEqual([])
  })
})

test('once a second it tells how the load goes and what comes next', async () => {
  const { events } = await aTrial({ method: [killOneOfWeb] })
  const seconds = events.filter((event) => event.type === 'second')
  expect(seconds).toHaveLength(60)
  expect(seconds[0]).toEqual({
    type: 'second',
    atMs: 1_000,
    durationMs: 60_000,
    ok: 10,
    notOk: 0,
    liveSessions: 6,
    signedOut: 0,
    nextFault: { title: 'kill something', inMs: 29_000 },
  })
  expect(seconds.at(-1)).toMatchObject({ nextFault: undefined })
})

test('two faults at one time never have the same victim', async () => {
  const both = [killOneOfWeb, { ...aFault('stop', { service: 'web', graceMs: 5_000 }), id: 'f2' }]
  for (const trafficSeed of [1, 2, 3, 4, 5, 6]) {
    const trial = await aTrial({ method: both, trafficSeed })
    const victims = recordsOf(trial, 'verdict').map(({ victim }) => victim)
    expect(new Set(victims).size, `traffic seed ${trafficSeed}`).toBe(2)
  }
})

test('kill and add in one trial: the newcomer has a name of its own, the victim stays down', async () => {
  const trial = await aTrial({
    method: [aFault('kill', { service: 'web-2' }), { ...aFault('add', {}, 40_000), id: 'f2' }],
  })
  expect(recordsOf(trial, 'verdict').map(({ victim, verdict }) => [victim, verdict])).toEqual([
    ['web-2', 'confirmed'],
    ['web-4', 'confirmed'],
  ])
  const last = recordsOf(trial, 'balancer').at(-1)?.servers
  expect(Object.fromEntries(last?.map(({ server, status }) => [server, status]) ?? [])).toEqual({
    'web-1': 'UP',
    'web-2': 'DOWN',
    'web-3': 'UP',
    'web-4': 'UP',
  })
})
