import { describe, expect, test } from 'vitest'
import { loadFaults } from '../catalogue/faults.ts'
import { DockerError, InputError, TargetError, TrafficError } from '../errors.ts'
import type { Alterations } from '../fake/platform.ts'
import { noCounts } from '../fake/traffic-records.ts'
import type { PlannedFault } from '../faults/fault.ts'
import { freeze } from '../faults/freeze.ts'
import { starve } from '../faults/starve.ts'
import type { TrafficRecord } from '../journal/traffic-records.ts'
import type { Traffic } from '../platform.ts'
import { aFault, aTrial, killOneOfWeb } from './testing/a-trial.ts'
import { recordsOf, story, warningsOf } from './testing/read-trial.ts'

/** A generator whose records are changed on their way. */
function traffic(change: (record: TrafficRecord) => TrafficRecord[]): Alterations {
  return {
    traffic: (whole): Traffic => ({
      ...whole,
      records: {
        async *[Symbol.asyncIterator]() {
          for await (const record of whole.records) yield* change(record)
        },
      },
    }),
  }
}

/** A generator that waits before it goes on with a record. */
function waiting(
  msBefore: (record: TrafficRecord) => number,
  change = (record: TrafficRecord) => record,
): Alterations {
  return {
    traffic: (whole, clock): Traffic => ({
      ...whole,
      records: {
        async *[Symbol.asyncIterator]() {
          for await (const record of whole.records) {
            const ms = msBefore(record)
            if (ms > 0) await clock.sleep(ms)
            yield change(record)
          }
        },
      },
    }),
  }
}

const isEndOfCensus = (record: TrafficRecord) => record.type === 'census' && record.step === 'end'

const cases: [what: string, alter: Alterations, reason: RegExp][] = [
  [
    'a daemon that does not answer',
    {
      platform: (platform) => ({
        ...platform,
        async describe() {
          throw new DockerError('Docker does not answer.', { hint: 'Start it.' })
        },
      }),
    },
    /^Docker does not answer \(Docker’s fault\)\. Start it$/,
  ],
  [
    'a daemon that never answers',
    { platform: (platform) => ({ ...platform, describe: () => new Promise(() => {}) }) },
    /^Docker did not answer within 30 s \(Docker’s fault\)\. Look whether/,
  ],
  [
    'a target that takes too long',
    {
      platform: (platform) => ({
        ...platform,
        startStack: ({ signal }) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      }),
    },
    /^Target "stateful-sticky" did not start within 5 min \(the target’s fault\)\. Run "outlast up stateful-sticky"/,
  ],
  [
    'a target that does not start',
    {
      platform: (platform) => ({
        ...platform,
        async startStack() {
          throw new TargetError('redis exited with 1.')
        },
      }),
    },
    /^redis exited with 1 \(the target’s fault\)$/,
  ],
  [
    'a generator that dies under load',
    traffic((record) => {
      if (record.type === 'frame' && record.sequence === 20) throw new TrafficError('k6 exited with 107.')
      return [record]
    }),
    /^k6 exited with 107 \(the traffic generator’s fault\)$/,
  ],
  [
    'a generator that never begins',
    traffic((record) => (record.type === 'start' ? [] : [record])),
    /did not begin within 60 s.*traffic generator.*\. The machine may be overloaded/,
  ],
  [
    'a generator that does not drain',
    traffic((record) => (record.type === 'drained' ? [] : [record])),
    /did not drain within.*traffic generator.*\. The machine may be overloaded/,
  ],
  [
    'a generator that does not end its census',
    traffic((record) => (isEndOfCensus(record) ? [] : [record])),
    /did not read every session within.*traffic generator.*\. The machine may be overloaded/,
  ],
  [
    'a ledger that does not balance',
    traffic((record) =>
      record.type === 'frame' && record.final
        ? [{ ...record, totals: { measured: { ...noCounts, scheduled: 10, sent: 9, ok: 8 } } }]
        : [record],
    ),
    /does not balance: 2 operations.*traffic generator.*\. Please report/,
  ],
  [
    'a generator that leaves without its ledger',
    traffic((record) => (record.type === 'frame' && record.final ? [] : [record])),
    /without its final frame.*traffic generator.*\. Please report/,
  ],
  [
    'something that can’t be removed',
    {
      stack: (stack) => ({
        ...stack,
        async [Symbol.asyncDispose]() {
          await stack[Symbol.asyncDispose]()
          throw new DockerError('web-1 is still there.')
        },
      }),
    },
    /^web-1 is still there \(Docker’s fault\)$/,
  ],
  [
    'a mistake of ours',
    {
      stack: (stack) => ({
        ...stack,
        startTraffic: () => Promise.reject(new TypeError('x is not a function')),
      }),
    },
    /^x is not a function \(Outlast’s own fault\)$/,
  ],
]

describe('a failure ends the trial, says whose fault it was, and leaves nothing', () => {
  test.each(cases)('%s', async (_, alter, reason) => {
    const trial = await aTrial({ method: [killOneOfWeb], alter })
    expect(trial.result.status).toBe('failed')
    expect(trial.result.reason).toMatch(reason)
    expect(recordsOf(trial, 'end')).toMatchObject([{ status: 'failed', reason: trial.result.reason }])
    expect(trial.platform.running()).toEqual([])
  })

  test('two failures, one after the other, are both told', async () => {
    const { result } = await aTrial({
      alter: {
        stack: (stack) => ({
          ...stack,
          startTraffic: () => Promise.reject(new TrafficError('k6 did not start.')),
          [Symbol.asyncDispose]: () => Promise.reject(new DockerError('web-1 is still there.')),
        }),
      },
    })
    expect(result.reason).toMatch(
      /^k6 did not start \(.*\); then, while removing it: web-1 is still there \(/,
    )
  })
})

test.each(['stack', 'frame', 'session', 'verdict'] as const)(
  'a disk that is full at the first %s removes everything and is thrown',
  async (type) => {
    let platform: Awaited<ReturnType<typeof aTrial>>['platform'] | undefined
    const full = new InputError('the disk is full')
    const failing = aTrial({
      method: [killOneOfWeb],
      alter: { platform: (whole) => whole },
      seePlatform: (seen) => {
        platform = seen
      },
      append: (() => {
        let isFull = false
        return (record) => {
          isFull ||= record.type === type
          if (isFull) throw full
        }
      })(),
    })
    await expect(failing).rejects.toBe(full)
    expect(platform?.running()).toEqual([])
  },
)

test('what this platform can’t do is skipped with the reason, before anything starts', async () => {
  const faults = new Map(await loadFaults())
  const kill = faults.get('kill')
  if (!kill) throw new Error('there is no fault "kill"')
  faults.set('kill', { ...kill, unavailable: () => 'this kernel has no SIGKILL' })
  const trial = await aTrial({ method: [killOneOfWeb], faults })
  expect(trial.result).toMatchObject({
    status: 'skipped',
    reason: '"kill something" can\'t be done here: this kernel has no SIGKILL',
  })
  expect(story(trial)).toEqual(['phase preflight', 'end skipped'])
})

test.each<[lacks: string, of: PlannedFault, why: RegExp]>([
  ['pause', freeze('web'), /can't suspend a container/],
  ['cpuQuota', starve('web', { cpus: 0.1 }), /can't limit the processor time/],
  ['memoryLimit', starve('web', { memoryMebibytes: 64 }), /can't limit the memory/],
])('a daemon that lacks %s has its faults skipped, and no others', async (lacks, { kind, options }, why) => {
  const able = { pause: true, cpuQuota: true, memoryLimit: true }
  const environment = { capabilities: { ...able, [lacks]: false } }
  const trial = await aTrial({ method: [aFault(kind, options)], alter: { environment } })
  expect(trial.result.status).toBe('skipped')
  expect(trial.result.reason).toMatch(why)
  const other = await aTrial({ method: [killOneOfWeb], alter: { environment } })
  expect(other.result.status).toBe('complete')
})

test('a fault that strikes what this target does not have is skipped with the reason', async () => {
  const trial = await aTrial({ method: [aFault('kill', { service: 'redis' })] })
  expect(trial.result.status).toBe('skipped')
  expect(trial.result.reason).toContain('target "stateful-sticky" has no redis; it has web, haproxy.')
  expect(story(trial)).toEqual(['phase preflight', 'end skipped'])
})

describe('what a reader must know first is a warning', () => {
  test.each<[code: string, alter: Alterations]>([
    ['otherLoad', { environment: { otherContainers: 2 } }],
    ['clockUncertain', { clock: { uncertaintyMs: 12 } }],
    ['warmUpShort', {}],
    ['exploratory', {}],
    [
      'hostBusy',
      {
        stack: (stack) => ({
          ...stack,
          usage: async (signal) => ({ ...(await stack.usage(signal)), hostBusy: 0.9 }),
        }),
      },
    ],
    [
      'dropped',
      traffic((record) =>
        record.type === 'frame' && record.final
          ? [
              {
                ...record,
                totals: { measured: { ...noCounts, scheduled: 100, dropped: 1, sent: 99, ok: 99 } },
              },
            ]
          : [record],
      ),
    ],
  ])('%s', async (code, alter) => {
    const trial = await aTrial({ method: [killOneOfWeb], alter })
    expect(trial.result.status).toBe('complete')
    expect(warningsOf(trial)).toContain(code)
  })

  test('none of them without a reason', async () => {
    const trial = await aTrial({
      blocks: 6,
      scenario: { ratePerSecond: 5_000, servers: 3 },
    })
    expect(warningsOf(trial)).toEqual([])
  })
})

describe('the census has the time that it needs', () => {
  test('to read and to confirm more sessions than were expected', async () => {
    const manySessions = (record: TrafficRecord) =>
      record.type === 'census' ? { ...record, sessions: 1_000 } : record
    // At 10 a second 1,000 sessions are read once in 100 s, and three times in 300 s.
    const { result } = await aTrial({
      alter: waiting((record) => (isEndOfCensus(record) ? 300_000 : 0), manySessions),
    })
    expect(result).toMatchObject({ status: 'complete' })
  })

  test('to ask the servers for causes', async () => {
    let asking = false
    const { result } = await aTrial({
      alter: waiting((record) => {
        const ms = asking ? 20_000 : 0
        asking = isEndOfCensus(record)
        return ms
      }),
    })
    expect(result).toMatchObject({ status: 'complete' })
  })
})

/** Hears what the generator is told once its load is drained. */
function telling(told: string[]): Alterations {
  return {
    traffic: (whole): Traffic => ({
      ...whole,
      async proceed() {
        told.push('proceed')
        await whole.proceed()
      },
      async tellGoneForGood() {
        told.push('gone for good')
      },
    }),
  }
}

test.each(['store', 'balancer'])('nobody waits for a %s that is gone for good', async (tier) => {
  const generator: string[] = []
  const trial = await aTrial({
    method: [aFault('kill', { service: tier })],
    target: { services: ['redis'] },
    alter: telling(generator),
  })
  const told = trial.records.find((record) => record.type === 'warning' && record.code === 'notHealthy')
  const drained = trial.records.find(({ type }) => type === 'drained')
  expect(told).toMatchObject({
    message: expect.stringContaining(`no ${tier} was left`),
    sinceStartMs: drained?.sinceStartMs,
  })
  expect(generator).toEqual(['gone for good', 'proceed'])
})

test('a store that is back before the sessions are read is not gone for good', async () => {
  const generator: string[] = []
  await aTrial({
    method: [aFault('freeze', { service: 'store' })],
    target: { services: ['redis'] },
    alter: telling(generator),
  })
  expect(generator).toEqual(['proceed'])
})
