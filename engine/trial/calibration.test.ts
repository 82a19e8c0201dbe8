import { describe, expect, test } from 'vitest'
import type { TrafficPlan } from '../../traffic/plan.ts'
import { TargetError } from '../errors.ts'
import type { Alterations } from '../fake/platform.ts'
import type { AutoscalerDescription } from '../journal/descriptions.ts'
import { rateAt } from '../journal/rate.ts'
import type { NewRecord } from '../journal/records.ts'
import type { TrafficRecord } from '../journal/traffic-records.ts'
import type { RunningStack, Traffic } from '../platform.ts'
import type { Calibrations } from './calibration.ts'
import { aTrial } from './testing/a-trial.ts'
import { recordsOf, warningsOf } from './testing/read-trial.ts'

const autoscaler: AutoscalerDescription = {
  signal: 'requestsPerServer',
  target: 60,
  min: 2,
  max: 3,
  tolerance: 0.1,
  syncMs: 5_000,
  fromMs: 10_000,
  scaleOut: { stabiliseMs: 0, coolDownMs: 0 },
  scaleIn: { pick: 'newest', drainMs: 3_000, stabiliseMs: 10_000, coolDownMs: 0 },
  objective: { availability: 0.99, withinMs: 200 },
}

/** Each server carries so many a second; what is more is not answered in time. */
function carrying(perServer: number): Alterations {
  return {
    stack: (stack) => ({
      ...stack,
      async startTraffic(plan, signal) {
        const capacity = perServer * (await stack.cluster.balancer.servers()).length
        return overloadedAbove(capacity, plan, await stack.startTraffic(plan, signal))
      },
    }),
  }
}

function overloadedAbove(capacity: number, plan: TrafficPlan, traffic: Traffic): Traffic {
  async function* records(): AsyncGenerator<TrafficRecord> {
    for await (const record of traffic.records) {
      if (record.type !== 'frame') yield record
      else {
        const cells = record.cells.map((cell) =>
          rateAt(plan.rate, cell.second * 1_000) <= capacity
            ? cell
            : { ...cell, counts: { ...cell.counts, late: cell.counts.ok ?? 0 } },
        )
        yield { ...record, cells }
      }
    }
  }
  return { ...traffic, records: records() }
}

/** What a calibration wrote, by its id. */
function calibrations() {
  const journals = new Map<string, NewRecord[]>()
  const shared: Calibrations = {
    done: new Map(),
    openJournal({ id }) {
      const records: NewRecord[] = []
      journals.set(id, records)
      return { append: (record) => void records.push(record), [Symbol.dispose]() {} }
    },
  }
  return { journals, shared }
}

const scenario = { servers: 2, ratePerSecond: 200, rate: [{ atMs: 0, perSecond: 200 }], autoscaler }

describe('before the load', () => {
  test('the trial says what each number of servers carries, to a tenth', async () => {
    const trial = await aTrial({ scenario, alter: carrying(100) })
    const [capacity] = recordsOf(trial, 'capacity')
    expect(capacity?.objective).toEqual({ availability: 0.99, withinMs: 200 })
    expect(capacity?.points.map(({ servers }) => servers)).toEqual([2, 3])
    for (const { servers, ratePerSecond } of capacity?.points ?? []) {
      expect(ratePerSecond).toBeLessThanOrEqual(100 * servers)
      expect(ratePerSecond).toBeGreaterThan((100 * servers) / 1.1)
    }
    const order = trial.records.map(({ type }) => type)
    expect(order.indexOf('capacity')).toBeLessThan(order.indexOf('stack'))
    expect(trial.result.status).toBe('complete')
    expect(trial.platform.running()).toEqual([])
  })

  test('each climb is in a journal of its own, and none of its operations in that of the trial', async () => {
    const { journals, shared } = calibrations()
    const trial = await aTrial({ scenario, alter: carrying(100), calibrations: shared })
    const records = journals.get('calibration-stateful-sticky-a-scenario') ?? []
    const climbs = records.filter((record) => record.type === 'calibration')
    expect(climbs.map(({ servers }) => servers)).toEqual([2, 2, 3])
    expect(climbs.every(({ steps }) => steps.at(-1)?.met === false)).toBe(true)
    expect(records.at(-1)).toMatchObject({ type: 'end', status: 'complete' })
    expect(recordsOf(trial, 'start')).toHaveLength(1)
    expect(recordsOf(trial, 'calibration')).toEqual([])
  })

  test('a target that was calibrated is not calibrated again', async () => {
    const { journals, shared } = calibrations()
    const first = await aTrial({ scenario, alter: carrying(100), calibrations: shared })
    journals.clear()
    const second = await aTrial({ scenario, alter: carrying(50), calibrations: shared })
    expect(journals.size).toBe(0)
    expect(recordsOf(second, 'capacity')[0]?.points).toEqual(recordsOf(first, 'capacity')[0]?.points)
    expect(recordsOf(second, 'phase').map(({ phase }) => phase)).not.toContain('calibration')
  })

  test('without an objective nothing is calibrated', async () => {
    const { objective: _, ...without } = autoscaler
    const trial = await aTrial({ scenario: { ...scenario, autoscaler: without } })
    expect(recordsOf(trial, 'capacity')).toEqual([])
  })
})

describe('where it can’t be measured, the trial goes on and says so', () => {
  test('no rate meets the objective', async () => {
    const trial = await aTrial({ scenario, alter: carrying(0) })
    expect(trial.result.status).toBe('complete')
    expect(recordsOf(trial, 'capacity')[0]?.points).toEqual([])
    expect(warningsOf(trial)).toContain('capacityUnknown')
  })

  test('a server can’t be added: what was measured before is kept', async () => {
    const alter: Alterations = {
      ...carrying(100),
      cluster: (cluster) => ({
        ...cluster,
        addServer: async () => {
          throw new TargetError('there is no room')
        },
      }),
    }
    const trial = await aTrial({ scenario, alter })
    expect(recordsOf(trial, 'capacity')[0]?.points.map(({ servers }) => servers)).toEqual([2])
    const told = recordsOf(trial, 'warning').find(({ code }) => code === 'capacityUnknown')
    expect(told?.message).toContain('there is no room')
  })

  test('the generator hangs: it is given up after a while', async () => {
    let hangs = true
    const hanging = (stack: RunningStack): RunningStack => ({
      ...stack,
      async startTraffic(plan, signal) {
        const traffic = await stack.startTraffic(plan, signal)
        if (!hangs) return traffic
        const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }
        return { ...traffic, records: never }
      },
      async [Symbol.asyncDispose]() {
        hangs = false
        await stack[Symbol.asyncDispose]()
      },
    })
    const trial = await aTrial({ scenario, alter: { stack: hanging } })
    expect(trial.result.status).toBe('complete')
    expect(
      recordsOf(trial, 'warning')
        .map(({ message }) => message)
        .join(),
    ).toContain('it took longer than')
  })
})

test('an interruption ends it, and leaves nothing running', async () => {
  const trial = await aTrial({ scenario, alter: carrying(100), interruptAtMs: 15_000 })
  expect(trial.result.status).toBe('interrupted')
  expect(recordsOf(trial, 'capacity')).toEqual([])
  expect(trial.platform.running()).toEqual([])
})
