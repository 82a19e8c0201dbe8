import { describe, expect, test } from 'vitest'
import type { RecordOf } from '../../engine/journal/records.ts'
import { costOf } from './cost.ts'
import { FrameTotals } from './frame-totals.ts'
import type { TrialRecords } from './trial-records.ts'

const window = { fromMs: 0, toMs: 10_000 }
const windows = { measured: window, baseline: window, afterFault: null }
const clock = { fromEngine: (ms: number) => ms, fromDaemon: (ms: number) => ms, uncertaintyMs: 0 }

/** CPU seconds used so far by service, at the beginning and the end of ten seconds with 1,000 ok operations. */
function cost(...readings: Record<string, number>[]) {
  const frames = new FrameTotals()
  frames.add({
    type: 'frame',
    sequence: 0,
    fromMs: 0,
    toMs: 1_000,
    final: false,
    cells: [
      {
        second: 0,
        phase: 'measured',
        operation: 'read',
        counts: { scheduled: 1_000, sent: 1_000, ok: 1_000 },
      },
    ],
    latencies: [],
    servers: {},
    affinity: { home: 0, elsewhere: 0 },
    sessions: { must: 60, may: 0, gone: 0, signedOut: 10 },
    inFlight: 0,
    queued: 0,
    notOk: [],
  })
  const usages = readings.map(
    (reading, index): RecordOf<'usage'> => ({
      type: 'usage',
      at: readings.length === 1 ? 0 : (index * 10_000) / (readings.length - 1),
      services: Object.entries(reading).map(([service, cpuSeconds]) => ({
        service,
        cpuSeconds,
        memoryBytes: 1_000,
      })),
      hostBusy: null,
    }),
  )
  const records: Pick<TrialRecords, 'usages' | 'frames'> = { usages, frames }
  return costOf(records, clock, windows)
}

describe('the cost of a target', () => {
  test('is without what drives the trial, and without the proxy by which its store can be hindered', () => {
    const found = cost(
      { redis: 0, 'web-1': 0, traffic: 0, path: 0 },
      { redis: 1, 'web-1': 2, traffic: 4, path: 8 },
    )
    expect(found?.cpuSecondsPer1000Ok).toBe(3)
    expect(found?.services.map(({ service, role }) => [service, role])).toEqual([
      ['path', 'path'],
      ['redis', 'redis'],
      ['traffic', 'generator'],
      ['web-1', 'web'],
    ])
  })

  test('is what its services used between the first and the last reading', () => {
    expect(cost({ haproxy: 5, 'web-1': 7 }, { haproxy: 6, 'web-1': 9 })).toMatchObject({
      okOperations: 1_000,
      cpuSecondsPer1000Ok: 3,
      memoryBytesPerSession: 2_000 / 50,
    })
  })

  test('leaves the generator out', () => {
    expect(cost({ redis: 0, traffic: 0 }, { redis: 1, traffic: 9 })?.cpuSecondsPer1000Ok).toBe(1)
  })

  test('counts a server that was added from nothing, and one that was killed to its last reading', () => {
    const found = cost({ 'web-1': 2 }, { 'web-1': 5, 'web-4': 1 }, { 'web-4': 4 })
    expect(found?.services).toMatchObject([
      { service: 'web-1', role: 'web', cpuSeconds: 3 },
      { service: 'web-4', role: 'web', cpuSeconds: 4 },
    ])
  })

  test('is the memory of those that were there, not of all that ever were', () => {
    const found = cost({ 'web-1': 1 }, { 'web-1': 2 }, { 'web-4': 1 }, { 'web-4': 2 })
    // 1,000 bytes at any time, for 50 live sessions.
    expect(found?.memoryBytesPerSession).toBe(1_000 / 50)
    expect(found?.services.map(({ memoryBytes }) => memoryBytes)).toEqual([500, 500])
  })

  test('goes on where a container was started again, and its counter with it', () => {
    expect(cost({ redis: 2 }, { redis: 5 }, { redis: 1 }, { redis: 2 })?.services).toMatchObject([
      { service: 'redis', cpuSeconds: 5 },
    ])
  })

  test('is not known from one reading', () => {
    expect(cost({ haproxy: 5 })).toBeNull()
  })
})
