import { describe, expect, test } from 'vitest'
import { loadFaults } from '../catalogue/faults.ts'
import type { Cluster } from '../cluster.ts'
import { DockerError } from '../errors.ts'
import { fakeDelaysMs } from '../fake/cluster.ts'
import { aFault, aTrial, killOneOfWeb } from '../trial/testing/a-trial.ts'
import { recordsOf, story, warningsOf } from '../trial/testing/read-trial.ts'

/** A cluster on which one call does something else. */
const aClusterWhere = (change: (whole: Cluster) => Partial<Cluster>) => ({
  cluster: (whole: Cluster): Cluster => ({ ...whole, ...change(whole) }),
})
const never = () => new Promise<never>(() => {})

test('a kill has each instant on the clock that saw it', async () => {
  const trial = await aTrial({ method: [killOneOfWeb] })
  const steps = recordsOf(trial, 'fault')
  const plannedMs = steps[0]?.unixMs ?? Number.NaN
  expect(steps.map(({ step, unixMs, clock }) => [step, unixMs - plannedMs, clock])).toEqual([
    ['planned', 0, 'engine'],
    ['requested', 0, 'engine'],
    ['acknowledged', fakeDelaysMs.acknowledged, 'engine'],
    ['observed', fakeDelaysMs.killed, 'daemon'],
    ['detected', fakeDelaysMs.killed + fakeDelaysMs.noticed, 'daemon'],
  ])
})

describe('the victim', () => {
  const victimOf = async (trafficSeed: number, sessions: string) => {
    const trial = await aTrial({ method: [killOneOfWeb], trafficSeed, target: { sessions } })
    return recordsOf(trial, 'verdict')[0]?.victim
  }

  test('is the same for every target that sees the same traffic', async () => {
    for (const seed of [1, 2, 3, 4])
      expect(await victimOf(seed, 'redis')).toBe(await victimOf(seed, 'memory'))
  })

  test('is not always the same', async () => {
    const victims = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => victimOf(seed, 'memory')))
    expect(new Set(victims)).toEqual(new Set(['web-1', 'web-2', 'web-3']))
  })
})

describe('every fault is confirmed where it works', () => {
  test.each<[kind: string, options: Record<string, unknown>, reason: RegExp]>([
    ['kill', { service: 'web' }, /^web-\d ended with exit code 137$/],
    ['kill', { service: 'haproxy' }, /^haproxy ended with exit code 137$/],
    ['stop', { service: 'web', graceMs: 5_000 }, /^web-\d ended by itself within its grace$/],
    ['add', {}, /^web-4 started and passes its health check$/],
    ['remove', {}, /^web-\d is gone, and the balancer no longer knows it$/],
  ])('%s %o', async (kind, options, reason) => {
    const trial = await aTrial({ method: [aFault(kind, options)] })
    expect(recordsOf(trial, 'verdict')).toMatchObject([
      { verdict: 'confirmed', reason: expect.stringMatching(reason) },
    ])
    expect(warningsOf(trial)).not.toContain('faultNotConfirmed')
  })
})

describe('a fault that did not do what it says is never confirmed, and the trial goes on', () => {
  test.each<[what: string, cluster: ReturnType<typeof aClusterWhere>, verdict: string, reason: RegExp]>([
    [
      'a kill that is never sent',
      aClusterWhere(() => ({ kill: async () => {} })),
      'mismatch',
      /^no "die" of web-\d within 10 s$/,
    ],
    [
      'a kill that ends the victim in another way',
      aClusterWhere((whole) => ({ kill: (name, signal) => whole.stop(name, 5_000, signal) })),
      'mismatch',
      /saw "die with exit code 0"/,
    ],
    [
      'a call that fails',
      aClusterWhere(() => ({ kill: () => Promise.reject(new DockerError('Docker said 500.')) })),
      'mismatch',
      /no "die".*; the call failed: Docker said 500\./,
    ],
    ['a call that hangs', aClusterWhere(() => ({ kill: never })), 'mismatch', /no answer within 20 s/],
    [
      'a call that fails after it had its effect',
      aClusterWhere((whole) => ({
        async kill(name, signal) {
          await whole.kill(name, signal)
          throw new DockerError('The connection broke.')
        },
      })),
      'inconclusive',
      /ended with exit code 137; the call failed: The connection broke\./,
    ],
    [
      'a proof that can’t be had',
      aClusterWhere((whole) => ({
        watch: () => ({
          ...whole.watch(),
          find: () => Promise.reject(new DockerError('The event stream broke.')),
        }),
      })),
      'inconclusive',
      /^The event stream broke\.$/,
    ],
    [
      'a victim that is dead already',
      aClusterWhere((whole) => ({ services: () => whole.services().filter(({ role }) => role !== 'web') })),
      'mismatch',
      /^nothing of web is running that it could strike$/,
    ],
  ])('%s', async (_, alter, verdict, reason) => {
    const trial = await aTrial({ method: [killOneOfWeb], alter })
    expect(trial.result.status).toBe('complete')
    expect(recordsOf(trial, 'verdict')).toMatchObject([{ verdict, reason: expect.stringMatching(reason) }])
    expect(warningsOf(trial)).toContain('faultNotConfirmed')
  })
})

describe('what can be taken back', () => {
  /** Faults that note what they do and undo, with the service's name as their option. */
  const reversible = async (log: string[], undo: () => Promise<void> = async () => {}) => {
    const faults = new Map(await loadFaults())
    const kill = faults.get('kill')
    if (!kill) throw new Error('there is no fault "kill"')
    return faults.set('freeze', {
      ...kill,
      kind: 'freeze',
      apply: async (victim) => void log.push(`freeze ${victim}`),
      prove: async (victim) => ({ verdict: 'confirmed', reason: `${victim} is frozen` }),
      undo: {
        describe: (victim) => `thaw ${victim}`,
        async apply(victim) {
          log.push(`thaw ${victim}`)
          await undo()
        },
      },
    })
  }
  const two = [
    aFault('freeze', { service: 'web-1' }, 20_000),
    { ...aFault('freeze', { service: 'web-2' }, 40_000), id: 'f2' },
  ]

  test('is written down before it is done', async () => {
    const trial = await aTrial({ method: two, faults: await reversible([]) })
    expect(recordsOf(trial, 'undo').map(({ inverse }) => inverse)).toEqual(['thaw web-1', 'thaw web-2'])
    const told = story(trial)
    expect(told.indexOf('undo')).toBeLessThan(told.indexOf('fault requested'))
  })

  test('is taken back after the census as found, the last one first, before the final census', async () => {
    const log: string[] = []
    const trial = await aTrial({ method: two, faults: await reversible(log) })
    expect(log).toEqual(['freeze web-1', 'freeze web-2', 'thaw web-2', 'thaw web-1'])
    expect(story(trial).filter((line) => /census|undo[RU]|undone/.test(line))).toEqual([
      'phase census',
      'census asFound begin',
      'census asFound end',
      'fault undoRequested',
      'fault undone',
      'fault undoRequested',
      'fault undone',
      'census final begin',
      'census final end',
    ])
  })

  test('is taken back when the trial is interrupted, too', async () => {
    const log: string[] = []
    const trial = await aTrial({ method: two, faults: await reversible(log), interruptAtMs: 30_000 })
    expect(trial.result.status).toBe('interrupted')
    expect(log).toEqual(['freeze web-1', 'thaw web-1'])
  })

  test('but can’t be, is told, and the other one is taken back', async () => {
    const log: string[] = []
    const faults = await reversible(log, () => Promise.reject(new DockerError('Docker said 500.')))
    const trial = await aTrial({ method: two, faults })
    expect(trial.result.status).toBe('complete')
    expect(log.slice(2)).toEqual(['thaw web-2', 'thaw web-1'])
    expect(warningsOf(trial).filter((code) => code === 'undoFailed')).toHaveLength(2)
  })
})
