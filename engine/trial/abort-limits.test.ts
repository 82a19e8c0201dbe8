import { describe, expect, test } from 'vitest'
import type { Cluster } from '../cluster.ts'
import { type Alterations, fakeStackMs } from '../fake/platform.ts'
import { fakeTrafficMs } from '../fake/traffic.ts'
import type { TrafficRecord } from '../journal/traffic-records.ts'
import { leastHostMemory, watchLimits } from './abort-limits.ts'
import { aFault, aTrial, killOneOfWeb } from './testing/a-trial.ts'
import { recordsOf, story, warningsOf } from './testing/read-trial.ts'

const loadMs = fakeStackMs.up + fakeTrafficMs.start
const halfForTenSeconds = { errorShare: { above: 0.5, forMs: 10_000 } }

/** A generator for which eight in ten operations fail in these seconds of the load. */
function failingIn(isBad: (second: number) => boolean): Alterations {
  const altered = (record: TrafficRecord): TrafficRecord => {
    if (record.type !== 'frame' || !isBad(record.fromMs / 1_000)) return record
    const counts = { scheduled: 10, sent: 10, ok: 2, failed: 5, timedOut: 3 }
    return { ...record, cells: record.cells.map((cell) => ({ ...cell, counts })) }
  }
  return {
    traffic: (traffic) => ({
      ...traffic,
      records: (async function* () {
        for await (const record of traffic.records) yield altered(record)
      })(),
    }),
  }
}

/** A host of whose memory this share is available from an instant of the trial on. */
const withMemory = (share: number, fromMs: number): Alterations => {
  let now = () => 0
  return {
    cluster(cluster: Cluster, clock) {
      const startMs = clock.now()
      now = () => clock.now() - startMs
      return cluster
    },
    stack: (stack) => ({ ...stack, hostMemory: () => (now() < fromMs ? 0.5 : share) }),
  }
}

describe('a trial in which too many operations fail', () => {
  const aborted = () =>
    aTrial({
      method: [killOneOfWeb, { ...aFault('freeze', { service: 'web' }, 31_000), id: 'f2' }],
      scenario: { abort: halfForTenSeconds },
      alter: failingIn((second) => second >= 35),
    })

  test('for too long is aborted, and says why', async () => {
    const trial = await aborted()
    const reason = '80 % of the operations failed, and the limit is 50 % for 10 s'
    expect(trial.result).toEqual({ status: 'aborted', reason })
    expect(recordsOf(trial, 'end')).toMatchObject([{ status: 'aborted', reason }])
    expect(warningsOf(trial)).toContain('aborted')
  })

  test('has no census; its load ends early, its faults are taken back, and nothing is left', async () => {
    const trial = await aborted()
    expect(recordsOf(trial, 'frame')).toHaveLength(45)
    expect(story(trial).slice(-5)).toEqual([
      'phase recovery',
      'fault undoRequested',
      'fault undone',
      'phase down',
      'end aborted',
    ])
    expect(trial.platform.running()).toEqual([])
  })

  test('in the warm-up is aborted, too', async () => {
    const scenario = { abort: { errorShare: { above: 0.5, forMs: 5_000 } } }
    const trial = await aTrial({ method: [killOneOfWeb], scenario, alter: failingIn(() => true) })
    expect(trial.result.status).toBe('aborted')
    expect(recordsOf(trial, 'fault')).toEqual([])
  })

  test.each<[what: string, isBad: (second: number) => boolean]>([
    ['and recovers in time', (second) => second >= 35 && second < 44],
    ['now and then', (second) => second % 3 > 0],
  ])('%s goes on to its end', async (_, isBad) => {
    const scenario = { abort: halfForTenSeconds }
    const trial = await aTrial({ method: [killOneOfWeb], scenario, alter: failingIn(isBad) })
    expect(trial.result).toEqual({ status: 'complete', reason: undefined })
    expect(recordsOf(trial, 'session')).toHaveLength(6)
  })

  test('goes on, where its scenario sets no limit', async () => {
    const trial = await aTrial({ method: [killOneOfWeb], alter: failingIn(() => true) })
    expect(trial.result.status).toBe('complete')
  })

  test('is interrupted, not aborted, where the user was first', async () => {
    const scenario = { abort: halfForTenSeconds }
    const alter = failingIn((second) => second >= 35)
    const trial = await aTrial({ method: [killOneOfWeb], scenario, alter, interruptAtMs: loadMs + 44_500 })
    expect(trial.result.status).toBe('interrupted')
  })
})

test('a second in which nothing ended neither ends a row of errors nor begins one', () => {
  const limits = watchLimits({ abort: { errorShare: { above: 0.5, forMs: 3_000 } } })
  const nothing = { ok: 0, notOk: 0 }
  const seconds = [nothing, { ok: 0, notOk: 4 }, nothing, { ok: 1, notOk: 3 }]
  const metAfter = seconds.map((second, index) => {
    limits.second({ ...second, fromMs: index * 1_000, toMs: (index + 1) * 1_000 })
    return limits.signal.aborted
  })
  expect(metAfter).toEqual([false, false, false, true])
})

describe('a host that runs out of memory', () => {
  const runWith = (share: number, abort?: { hostMemory: { below: number } }) =>
    aTrial({ method: [killOneOfWeb], scenario: abort ? { abort } : {}, alter: withMemory(share, 20_000) })

  test('aborts the trial, though its scenario says nothing of it', async () => {
    const trial = await runWith(0.04)
    expect(trial.result).toEqual({
      status: 'aborted',
      reason: '4 % of the host’s memory was available, and the limit is 5 %',
    })
    expect(trial.platform.running()).toEqual([])
  })

  test.each([
    ['just enough is there', leastHostMemory, undefined, 'complete'],
    ['its scenario wants more', 0.2, { hostMemory: { below: 0.25 } }, 'aborted'],
    ['its scenario is content with less', 0.04, { hostMemory: { below: 0.03 } }, 'complete'],
    ['its scenario wants none', 0, { hostMemory: { below: 0 } }, 'complete'],
  ])('where %s', async (_, share, abort, status) => {
    expect((await runWith(share, abort)).result.status).toBe(status)
  })

  test('is no reason where nobody can see it', () => {
    const limits = watchLimits({})
    limits.hostMemory(null)
    expect(limits.signal.aborted).toBe(false)
  })
})
