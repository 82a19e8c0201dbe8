import { describe, expect, test } from 'vitest'
import {
  crash,
  fill,
  freeze,
  kill,
  partition,
  reset,
  restart,
  slow,
  starve,
  stop,
  throttle,
} from '../authoring.ts'
import { declaredServices } from '../catalogue/declared-services.ts'
import { problemsOfFaults } from '../catalogue/fault-checks.ts'
import { loadFaults } from '../catalogue/faults.ts'
import { createFakeClock } from '../fake/clock.ts'
import { createFakeCluster } from '../fake/cluster.ts'
import type { PlannedFault } from './fault.ts'
import { running } from './proof.ts'

const faults = await loadFaults()
const known = { faults, services: await declaredServices(), sessions: [], balancers: [] }
const cluster = createFakeCluster({
  clock: createFakeClock(),
  servers: 2,
  others: ['haproxy', 'memcached-1', 'memcached-2', 'memcached-3', 'memcached-exporter'],
})

test.each([
  ['memcached-2', ['memcached-2']],
  ['memcached', ['memcached-1', 'memcached-2', 'memcached-3']],
  ['memcached-exporter', ['memcached-exporter']],
  ['web-1', ['web-1']],
  ['web', ['web-1', 'web-2']],
  ['memcached-4', []],
])('%s means %j', (service, containers) => {
  expect(running(cluster, service)).toEqual(containers)
})

describe('one node of a store can be named by', () => {
  const byKind: Record<string, (service: string) => PlannedFault> = {
    crash,
    fill,
    freeze,
    kill,
    partition,
    reset,
    restart,
    slow: (service) => slow(service, { latency: '20ms' }),
    starve: (service) => starve(service, { cpus: 0.1 }),
    stop,
    throttle: (service) => throttle(service, { kilobytesPerSecond: 10 }),
  }

  test('every fault that is not for one kind of service only', () => {
    const forServersOnly = ['drain', 'remove', 'replace']
    const taking = [...faults].filter(([, { service }]) => service({ service: 'x' }) === 'x')
    const kinds = taking.map(([kind]) => kind).filter((kind) => !forServersOnly.includes(kind))
    expect(Object.keys(byKind)).toEqual(kinds)
  })

  test.each(Object.entries(byKind))('%s', async (kind, write) => {
    const { options } = write('memcached-2')
    const { signal } = new AbortController()
    const scenario = { method: [{ at: '30s', fault: { kind, options } }], warmUp: '10s', duration: '60s' }
    expect(problemsOfFaults(scenario, known)).toEqual([])
    expect(await faults.get(kind)?.candidates(cluster, options, signal)).toEqual(['memcached-2'])
    expect(faults.get(kind)?.title(options)).toMatch(/(?<! of) memcached-2( |$)/)
  })
})
