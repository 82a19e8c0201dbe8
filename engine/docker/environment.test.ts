import type Docker from 'dockerode'
import { expect, test } from 'vitest'
import { createFakeClock } from '../fake/clock.ts'
import { compareClocks, describeEnvironment } from './environment.ts'

const { signal } = new AbortController()

test('clocks are compared by the answer with the shortest round trip, half of which is the uncertainty', async () => {
  const clock = createFakeClock({ moves: 'byHand' })
  const aheadMs = 250
  const roundTripsMs = [40, 12, 4, 30, 8]
  const docker = {
    async info() {
      const roundTripMs = roundTripsMs.shift() ?? 0
      await clock.advance(roundTripMs / 2)
      const SystemTime = new Date(clock.now() + aheadMs).toISOString()
      await clock.advance(roundTripMs / 2)
      return { SystemTime }
    },
  } as unknown as Docker
  const record = await compareClocks(docker, clock, signal)
  expect(record).toEqual({ type: 'clock', daemonOffsetMs: aheadMs, uncertaintyMs: 2 })
  expect(roundTripsMs).toEqual([])
})

test('containers of others are counted, those of the experiment are not', async () => {
  const labels = [{ 'outlast.experiment': 'ours' }, { 'outlast.experiment': 'theirs' }, {}]
  const docker = {
    info: async () => ({
      NCPU: 2,
      MemTotal: 8,
      KernelVersion: '6.1',
      ServerVersion: '20.10.24',
      CgroupDriver: 'cgroupfs',
      CgroupVersion: '1',
    }),
    listContainers: async () => labels.map((Labels) => ({ Labels })),
  } as unknown as Docker
  expect(await describeEnvironment(docker, { compose: '2.26.1', experiment: 'ours' })).toEqual({
    type: 'environment',
    cpus: 2,
    memoryBytes: 8,
    kernel: '6.1',
    docker: '20.10.24',
    compose: '2.26.1',
    cgroup: 'cgroupfs v1',
    capabilities: { pause: true, cpuQuota: true, memoryLimit: true },
    otherContainers: 2,
  })
})
