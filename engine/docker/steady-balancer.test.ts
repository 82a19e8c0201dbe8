import { expect, test } from 'vitest'
import type { ClusterEvent } from '../cluster.ts'
import { TargetError } from '../errors.ts'
import type { ConnectedBalancer } from './balancer-kind.ts'
import { keepConnected } from './steady-balancer.ts'

const event = (service: string, action: ClusterEvent['action'], unixMs = 5_000): ClusterEvent => ({
  service,
  action,
  unixMs,
})

/** Notes when it is connected to and left; each connection knows its number. */
async function aBalancer({ failsAt = -1 } = {}) {
  const log: string[] = []
  let number = 0
  const steady = await keepConnected('haproxy', async (sinceUnixMs): Promise<ConnectedBalancer> => {
    const own = ++number
    log.push(`connect since ${sinceUnixMs}`)
    if (own === failsAt) throw new TargetError('HAProxy does not tell its version.')
    return {
      version: `3.2.${own}`,
      servers: async () => [],
      add: async () => void log.push(`add ${own}`),
      drain: async () => void log.push(`drain ${own}`),
      remove: async () => void log.push(`remove ${own}`),
      reload: async () => void log.push(`reload ${own}`),
      [Symbol.asyncDispose]: async () => void log.push(`leave ${own}`),
    }
  })
  return { steady, log }
}

test('is connected to anew when it has started again, and hears only what is new', async () => {
  const { steady, log } = await aBalancer()
  steady.observe(event('haproxy', 'die'))
  steady.observe(event('haproxy', 'start', 7_000))
  await steady.drain('web-1')
  await steady.remove('web-1')
  await steady.reload()
  expect(log).toEqual(['connect since 0', 'leave 1', 'connect since 7000', 'drain 2', 'remove 2', 'reload 2'])
})

test('is left alone when something else starts', async () => {
  const { steady, log } = await aBalancer()
  steady.observe(event('web-1', 'start'))
  await steady.drain('web-1')
  expect(log).toEqual(['connect since 0', 'drain 1'])
})

test('that can’t be reached says so to who asks, and can be again after its next start', async () => {
  const { steady } = await aBalancer({ failsAt: 2 })
  steady.observe(event('haproxy', 'start'))
  await expect(steady.servers()).rejects.toThrow(TargetError)
  steady.observe(event('haproxy', 'start'))
  expect(await steady.servers()).toEqual([])
})

test('is left in the end', async () => {
  const { steady, log } = await aBalancer()
  await steady[Symbol.asyncDispose]()
  expect(log).toEqual(['connect since 0', 'leave 1'])
})
