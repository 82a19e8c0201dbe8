import { describe, expect, test } from 'vitest'
import type { FaultDescription } from '../journal/descriptions.ts'
import { aTrial } from '../trial/testing/a-trial.ts'
import type { PlannedFault } from './fault.ts'
import { partition } from './partition.ts'
import { reset } from './reset.ts'
import { slow } from './slow.ts'
import { throttle } from './throttle.ts'

const definitions = { partition, slow, throttle, reset }

function read({ kind, options }: PlannedFault) {
  const { definition } = definitions[kind as keyof typeof definitions] as typeof partition
  const read = definition.options.safeParse(options)
  return read.success ? definition.title(read.data) : read.error.issues.map(({ message }) => message)
}

describe('a fault of the network', () => {
  test.each([
    [slow('store', { latency: '100ms' }), 'slow the path to the store by 100 ms'],
    [
      slow('redis', { latency: '1s', jitter: '20ms', on: 'web-2', for: '5s' }),
      'slow the path of web-2 to redis by 1 s ± 20 ms for 5 s',
    ],
    [throttle('store', { kilobytesPerSecond: 64 }), 'throttle the path to the store to 64 kB/s'],
    [reset('store', { for: '2s' }), 'reset the path to the store for 2 s'],
    [partition('web', { for: '5s' }), 'cut off one of web for 5 s'],
    [
      partition('web', { from: 'store', way: 'to', for: '5s' }),
      'cut off one of web from the store (what it sends there) for 5 s',
    ],
  ])('%o reads "%s"', (fault, title) => {
    expect(read(fault)).toBe(title)
  })

  test.each([
    [slow('web', { latency: '100ms' }), /is no store/],
    [slow('store', { latency: '100ms', on: 'redis' }), /is no web server/],
    [slow('store', { latency: '20ms', jitter: '20ms' }), /above the jitter/],
    [slow('store', { latency: '11s' }), /above 10 s/],
    [throttle('store', { kilobytesPerSecond: 0.5 }), /is no rate/],
    [partition('web', { way: 'to' }), /give from as well/],
  ])('%o is refused', (fault, problem) => {
    expect(read(fault)).toEqual([expect.stringMatching(problem)])
  })
})

const planned = (...faults: PlannedFault[]): FaultDescription[] =>
  faults.map(({ kind, options }, index) => {
    return { id: `f${index + 1}`, kind, title: kind, atMs: 30_000, options }
  })
const withStore = { services: ['redis'], sessions: 'redis' }

describe('a trial', () => {
  const verdictsOf = ({ records }: Awaited<ReturnType<typeof aTrial>>) =>
    records.flatMap((record) => (record.type === 'verdict' ? [[record.victim, record.verdict]] : []))

  test.each<[PlannedFault, victim: string]>([
    [slow('store', { latency: '100ms', jitter: '20ms', for: '5s' }), 'redis'],
    [throttle('store', { kilobytesPerSecond: 10, for: '5s' }), 'redis'],
    [reset('store'), 'redis'],
    [partition('web-2', { from: 'store', way: 'from', for: '5s' }), 'web-2'],
    [partition('redis', { from: 'web' }), 'redis'],
  ])('of %o is confirmed, and takes it back', async (fault, victim) => {
    const trial = await aTrial({ method: planned(fault), target: withStore })
    expect(verdictsOf(trial)).toEqual([[victim, 'confirmed']])
    expect(trial.records).toContainEqual(expect.objectContaining({ type: 'fault', step: 'undone' }))
  })

  test('has a proxy before the store where a fault needs it, and nowhere else', async () => {
    const proxied: unknown[] = []
    const seen = (fault: PlannedFault) =>
      aTrial({
        method: planned(fault),
        target: withStore,
        alter: {
          platform: (platform) => ({
            ...platform,
            startStack(options) {
              proxied.push(options.path)
              return platform.startStack(options)
            },
          }),
        },
      })
    await seen(slow('store', { latency: '100ms' }))
    await seen(partition('web-2', { from: 'store' }))
    expect(proxied).toEqual([true, false])
  })

  test('can’t cut what a proxy connects: it is skipped, with the reason', async () => {
    const both = planned(partition('web-2', { from: 'store' }), slow('store', { latency: '100ms' }))
    const { result } = await aTrial({ method: both, target: withStore })
    expect(result).toMatchObject({ status: 'skipped', reason: expect.stringContaining('by a proxy') })
  })

  test('of a target without a store is skipped: nobody is at the other end', async () => {
    const { result } = await aTrial({ method: planned(partition('web-2', { from: 'store' })) })
    expect(result).toMatchObject({ status: 'skipped', reason: expect.stringContaining('has no store') })
  })
})
