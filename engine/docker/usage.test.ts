import type Docker from 'dockerode'
import { expect, test } from 'vitest'
import { parseUsage, readUsage } from './usage.ts'

// The shape is that of the Engine API, version 1.41; `docker stats` counts memory the same way.
const stats = (memory: object) =>
  ({
    cpu_stats: { cpu_usage: { total_usage: 1_500_000_000 } },
    memory_stats: memory,
  }) as unknown as Docker.ContainerStats

test.each([
  ['cgroup version 1', { usage: 900, stats: { total_inactive_file: 400, inactive_file: 1 } }, 500],
  ['cgroup version 2', { usage: 900, stats: { inactive_file: 300 } }, 600],
  ['a daemon that does not tell', { usage: 900 }, 900],
])('memory is what can’t be had back at any time: %s', (_version, memory, memoryBytes) => {
  expect(parseUsage('web-1', stats(memory))).toEqual({ service: 'web-1', cpuSeconds: 1.5, memoryBytes })
})

test('a container that has ended uses nothing', () => {
  expect(parseUsage('web-1', stats({}))).toBeUndefined()
})

const aDaemonThatAnswers = (answers: Record<string, () => Promise<unknown>>) =>
  ({
    getContainer: (id: string) => ({ stats: () => answers[id]?.() }),
  }) as unknown as Docker
const services = [
  { name: 'web-1', container: 'a' },
  { name: 'web-2', container: 'b' },
]

test('a container that is gone is left out', async () => {
  const docker = aDaemonThatAnswers({
    a: async () => stats({ usage: 1 }),
    b: () => Promise.reject(Object.assign(new Error('no such container'), { statusCode: 404 })),
  })
  expect(await readUsage(docker, services)).toEqual([{ service: 'web-1', cpuSeconds: 1.5, memoryBytes: 1 }])
})

test('a daemon that fails is no container that is gone', async () => {
  const docker = aDaemonThatAnswers({
    a: async () => stats({ usage: 1 }),
    b: () => Promise.reject(Object.assign(new Error('server error'), { statusCode: 500 })),
  })
  await expect(readUsage(docker, services)).rejects.toThrow('server error')
})
