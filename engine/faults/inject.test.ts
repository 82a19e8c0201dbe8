import { describe, expect, test } from 'vitest'
import { loadFaults } from '../catalogue/faults.ts'
import type { Clock } from '../clock.ts'
import type { Balancer, Cluster } from '../cluster.ts'
import { DockerError } from '../errors.ts'
import { fakeDelaysMs } from '../fake/cluster.ts'
import type { TargetDescription } from '../journal/descriptions.ts'
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
  test.each<
    [kind: string, options: Record<string, unknown>, reason: RegExp, target?: Partial<TargetDescription>]
  >([
    ['kill', { service: 'web' }, /^web-\d ended with exit code 137$/],
    ['kill', { service: 'haproxy' }, /^haproxy ended with exit code 137$/],
    ['stop', { service: 'web', graceMs: 5_000 }, /^web-\d ended by itself within its grace$/],
    ['add', {}, /^web-4 started and passes its health check$/],
    ['remove', { service: 'web' }, /^web-\d is gone, and the balancer no longer knows it$/],
    ['freeze', { service: 'web' }, /^web-\d is frozen$/],
    ['restart', { service: 'web', graceMs: 5_000 }, /^web-\d ended, and started again$/],
    ['crash', { service: 'web', restarts: false }, /^web-\d died inside with exit code 137$/],
    [
      'crash',
      { service: 'web', restarts: true },
      /^web-\d died inside with exit code 137, and started again$/,
    ],
    ['drain', { service: 'web', deadlineMs: 5_000 }, /^web-\d is gone, and the balancer no longer knows it$/],
    ['replace', { service: 'web' }, /^web-\d is gone, and started again$/],
    ['partition', { service: 'web' }, /^web-\d runs, and is on no network$/],
    ['starve', { service: 'web', cpus: 0.1 }, /^web-\d has its new limits$/],
    ['reload', {}, /^haproxy took its configuration$/],
    ['kill', { service: 'store' }, /^redis ended with exit code 137$/, { services: ['redis'] }],
    ['restart', { service: 'balancer', graceMs: 0 }, /^haproxy ended, and started again$/],
  ])('%s %o', async (kind, options, reason, target = {}) => {
    const trial = await aTrial({ method: [aFault(kind, options)], target })
    expect(recordsOf(trial, 'verdict')).toMatchObject([
      { verdict: 'confirmed', reason: expect.stringMatching(reason) },
    ])
    expect(warningsOf(trial)).not.toContain('faultNotConfirmed')
  })
})

test.each([
  ['kill', { service: 'web' }],
  ['restart', { service: 'web', graceMs: 0 }],
  ['add', {}],
  ['roll', {}],
])('%s is confirmed also where what it does is seen only after 20 s', async (kind, options) => {
  const alter = aClusterWhere((whole) => ({
    watch() {
      const watch = whole.watch()
      const find: typeof watch.find = async (matches, limitMs, signal) =>
        limitMs < 20_000 ? undefined : watch.find(matches, limitMs, signal)
      return { ...watch, find }
    },
  }))
  const trial = await aTrial({ method: [aFault(kind, options)], alter })
  const verdicts = recordsOf(trial, 'verdict').map(({ verdict }) => verdict)
  expect(new Set(verdicts)).toEqual(new Set(['confirmed']))
})

test.each([
  ['stop', { service: 'web', graceMs: 10_000 }],
  ['restart', { service: 'web', graceMs: 10_000 }],
  ['replace', { service: 'web' }],
])('%s may take its grace beyond the 20 s that any call may take', async (kind, options) => {
  const late = (whole: Cluster, clock: Clock): Cluster => ({
    ...whole,
    stop: (...call) => clock.sleep(22_000).then(() => whole.stop(...call)),
    restart: (...call) => clock.sleep(22_000).then(() => whole.restart(...call)),
    replaceServer: (...call) => clock.sleep(22_000).then(() => whole.replaceServer(...call)),
  })
  const trial = await aTrial({ method: [aFault(kind, options)], alter: { cluster: late } })
  expect(recordsOf(trial, 'verdict')).toMatchObject([{ verdict: 'confirmed' }])
})

describe('a fault that did not do what it says is never confirmed, and the trial goes on', () => {
  test.each<[what: string, cluster: ReturnType<typeof aClusterWhere>, verdict: string, reason: RegExp]>([
    [
      'a kill that is never sent',
      aClusterWhere(() => ({ kill: async () => {} })),
      'mismatch',
      /^no "die" of web-\d within 30 s$/,
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

describe('a call that has no effect is a mismatch', () => {
  const nothing = async () => {}
  test.each<[kind: string, options: Record<string, unknown>, ignored: Partial<Cluster>, reason: RegExp]>([
    ['freeze', { service: 'web' }, { freeze: nothing }, /^no "pause" of web-\d within 30 s$/],
    ['restart', { service: 'web', graceMs: 0 }, { restart: nothing }, /^no "die" of web-\d/],
    ['crash', { service: 'web', restarts: false }, { crash: nothing }, /^no "die" of web-\d/],
    [
      'replace',
      { service: 'web' },
      { replaceServer: () => new Promise(() => {}) },
      /^no "destroy" of web-\d/,
    ],
    ['partition', { service: 'web' }, { disconnect: nothing }, /on no network, found "running, connected/],
    ['starve', { service: 'web', cpus: 0.1 }, { limit: nothing }, /new limits, found .*cpus unlimited/],
    ['stop', { service: 'web', graceMs: 0 }, { stop: nothing }, /^no "die" of web-\d/],
    ['remove', { service: 'web' }, { removeServer: nothing }, /^no "destroy" of web-\d/],
  ])('%s', async (kind, options, ignored, reason) => {
    const trial = await aTrial({ method: [aFault(kind, options)], alter: aClusterWhere(() => ignored) })
    expect(recordsOf(trial, 'verdict')).toMatchObject([
      { verdict: 'mismatch', reason: expect.stringMatching(reason) },
    ])
  })

  test.each<[kind: string, options: Record<string, unknown>, deaf: keyof Balancer, reason: RegExp]>([
    ['drain', { service: 'web', deadlineMs: 5_000 }, 'drain', /told to drain web-\d, and calls it UP/],
    ['remove', { service: 'web' }, 'remove', /^the balancer still has web-\d$/],
    ['reload', {}, 'reload', /^no "reload" of haproxy/],
    ['add', {}, 'add', /^the balancer never called web-4 up$/],
  ])('%s, where the balancer does not hear of it', async (kind, options, deaf, reason) => {
    const alter = aClusterWhere(({ balancer }) => ({ balancer: { ...balancer, [deaf]: nothing } }))
    const trial = await aTrial({ method: [aFault(kind, options)], alter })
    expect(recordsOf(trial, 'verdict')).toMatchObject([
      { verdict: 'mismatch', reason: expect.stringMatching(reason) },
    ])
  })

  test('a crash after which nothing starts again, where it should', async () => {
    const alter = aClusterWhere((whole) => ({
      crash: (name, _, signal) => whole.kill(name, signal),
    }))
    const trial = await aTrial({ method: [aFault('crash', { service: 'web', restarts: true })], alter })
    expect(recordsOf(trial, 'verdict')).toMatchObject([
      { verdict: 'mismatch', reason: expect.stringMatching(/but did not start again within 30 s$/) },
    ])
  })
})

describe('several victims', () => {
  test('each have a time line, an undo and a verdict of their own', async () => {
    const trial = await aTrial({ method: [aFault('freeze', { service: 'web', count: 2 })] })
    const victims = recordsOf(trial, 'verdict').map(({ victim }) => victim)
    expect(new Set(victims).size).toBe(2)
    expect(
      recordsOf(trial, 'undo')
        .map(({ inverse }) => inverse)
        .sort(),
    ).toEqual(victims.map((victim) => `thaw ${victim}`).sort())
    expect(recordsOf(trial, 'fault').filter(({ step }) => step === 'undone')).toHaveLength(2)
  })

  test('of which fewer are there than wanted, are a mismatch', async () => {
    const trial = await aTrial({ method: [aFault('kill', { service: 'web', count: 5 })] })
    const verdicts = recordsOf(trial, 'verdict')
    expect(verdicts.map(({ verdict }) => verdict).sort()).toEqual([
      'confirmed',
      'confirmed',
      'confirmed',
      'mismatch',
    ])
    expect(verdicts.find(({ verdict }) => verdict === 'mismatch')?.reason).toMatch(/^no more than 3 of web/)
  })

  test('of a rolling deployment are struck one after the other, each once the one before it is up', async () => {
    const trial = await aTrial({ method: [aFault('roll', {})] })
    const steps = recordsOf(trial, 'fault').filter(({ step }) => step === 'requested' || step === 'detected')
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3].flatMap(() => ['requested', 'detected']))
    expect(new Set(steps.map(({ victim }) => victim)).size).toBe(3)
    expect(recordsOf(trial, 'verdict').map(({ verdict }) => verdict)).toEqual(Array(3).fill('confirmed'))
  })
})

describe('a server that is taken out says between which instants its users lose it', () => {
  const stepsOf = async (kind: string, options: Record<string, unknown>) => {
    const steps = recordsOf(await aTrial({ method: [aFault(kind, options)] }), 'fault')
    const own = steps.filter(({ step }) => step !== 'planned' && step !== 'detected')
    return { names: own.map(({ step }) => step), at: new Map(own.map(({ step, unixMs }) => [step, unixMs])) }
  }

  test('drained: not before nobody has asked for it in 2 s', async () => {
    const { names, at } = await stepsOf('drain', { service: 'web', deadlineMs: 10_000 })
    const taken = ['requested', 'draining', 'takingOut', 'takenOut', 'acknowledged', 'observed']
    expect(names).toEqual(taken)
    expect((at.get('takingOut') ?? 0) - (at.get('draining') ?? 0)).toBe(2_000)
  })

  test('removed at once', async () => {
    const { names } = await stepsOf('remove', { service: 'web' })
    expect(names).toEqual(['requested', 'takingOut', 'takenOut', 'acknowledged', 'observed'])
  })

  test('each in its turn, by a rolling deployment', async () => {
    const { names } = await stepsOf('roll', { drainMs: 5_000 })
    const ofOne = ['requested', 'draining', 'takingOut', 'takenOut', 'acknowledged', 'observed']
    expect(names).toEqual([...ofOne, ...ofOne, ...ofOne])
  })
})

test('a victim that is picked by its sessions has the reason in the journal: what the last frame said', async () => {
  for (const trafficSeed of [1, 2, 3, 4]) {
    const method = [aFault('kill', { service: 'web', pick: 'mostSessions' })]
    // User n lives on the n-th server, going round.
    const trial = await aTrial({ method, trafficSeed, scenario: { users: 7 } })
    expect(recordsOf(trial, 'verdict')).toMatchObject([{ victim: 'web-1', verdict: 'confirmed' }])
    expect(recordsOf(trial, 'pick')).toMatchObject([
      {
        fault: 'f1',
        pick: 'mostSessions',
        sessions: { 'web-1': 3, 'web-2': 2, 'web-3': 2 },
        victims: ['web-1'],
      },
    ])
  }
})

describe('a fault that lasts for a while', () => {
  const freezeForTenSeconds = aFault('freeze', { service: 'web', forMs: 10_000 })

  test('is taken back then, and only once', async () => {
    const trial = await aTrial({ method: [freezeForTenSeconds] })
    const at = (wanted: string) =>
      recordsOf(trial, 'fault').flatMap(({ step, unixMs }) => (step === wanted ? unixMs : []))
    expect(at('undoRequested')).toEqual([(at('requested')[0] ?? 0) + 10_000])
    expect(at('undone')).toHaveLength(1)
    expect(story(trial)).not.toContain('census asFound begin')
  })

  test('leaves another one to a fault that comes later', async () => {
    const killAnother = aFault('kill', { service: 'web', pick: 'another' }, 50_000)
    for (const trafficSeed of [1, 2, 3, 4]) {
      const method = [freezeForTenSeconds, { ...killAnother, id: 'f2' }]
      const trial = await aTrial({ method, trafficSeed })
      const [frozen, killed] = recordsOf(trial, 'verdict')
      expect([frozen?.verdict, killed?.verdict]).toEqual(['confirmed', 'confirmed'])
      expect(killed?.victim).not.toBe(frozen?.victim)
    }
  })
})

test.each([
  ['drain', { service: 'web', deadlineMs: 1_000 }, 'caddy', /Caddy knows no draining/],
  ['roll', { drainMs: 1_000 }, 'caddy', /Caddy knows no draining/],
])('%s %o can’t be done with %s: skipped, with the reason', async (kind, options, balancer, reason) => {
  const trial = await aTrial({ method: [aFault(kind, options)], target: { balancer } })
  expect(trial.result).toMatchObject({ status: 'skipped', reason: expect.stringMatching(reason) })
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

describe('a fault whose victim is no longer there when it is taken back', () => {
  const freezeForTenSeconds = aFault('freeze', { service: 'web-1', forMs: 10_000 })
  /** Thaws fail, and what is done to the victim before is up to the test. */
  const whenThawed = (before: (whole: Cluster, signal: AbortSignal) => Promise<unknown>) =>
    aClusterWhere((whole) => ({
      async thaw(name, signal) {
        await before(whole, signal)
        throw new DockerError(`Docker could not unpause ${name}.`)
      },
    }))
  const ends = async (alter: ReturnType<typeof aClusterWhere>) => {
    const trial = await aTrial({ method: [freezeForTenSeconds], alter })
    expect(trial.result.status).toBe('complete')
    const last = recordsOf(trial, 'fault').at(-1)?.step
    return { last, undoFailed: warningsOf(trial).includes('undoFailed') }
  }

  test.each<[what: string, before: (whole: Cluster, signal: AbortSignal) => Promise<unknown>]>([
    ['died', (whole, signal) => whole.kill('web-1', signal)],
    ['was removed', (whole, signal) => whole.removeServer('web-1', signal)],
    ['was replaced', (whole, signal) => whole.replaceServer('web-1', { graceMs: 0 }, signal)],
  ])('because it %s, has ended with it: nothing to warn of', async (_, before) => {
    expect(await ends(whenThawed(before))).toEqual({ last: 'endedWithVictim', undoFailed: false })
  })

  test('lasts, and is told, where the victim lives', async () => {
    expect(await ends(whenThawed(async () => {}))).toEqual({ last: 'undoRequested', undoFailed: true })
  })

  test('lasts, and is told, where nobody can say how the victim is', async () => {
    const alter = aClusterWhere(() => ({
      thaw: () => Promise.reject(new DockerError('Docker does not answer.')),
      look: never,
    }))
    expect(await ends(alter)).toEqual({ last: 'undoRequested', undoFailed: true })
  })
})
