import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cluster } from '../../engine/cluster.ts'
import { failOver } from '../../engine/faults/fail-over.ts'
import { kill } from '../../engine/faults/kill.ts'
import type { RunningStack } from '../../engine/platform.ts'
import { type APlatform, aPlatform } from '../docker/a-platform.ts'
import { injectInto } from './inject.ts'
import { answersAt, eventually, redisSaysAt, said, serviceIn } from './look.ts'

const sentinels = ['sentinel-1', 'sentinel-2', 'sentinel-3']
let platform: APlatform
let stack: RunningStack
let cluster: Cluster

beforeAll(async () => {
  platform = await aPlatform()
  stack = await platform.start('stateless-redis-sentinel', { servers: 2 })
  cluster = stack.cluster
  for (const name of sentinels) {
    const { container } = serviceIn(cluster, name)
    const ask = (...words: string[]) => said(container, 'redis-cli', '-p', '26379', 'SENTINEL', ...words)
    // They would ask the primary every 10 s who its replica is.
    await ask('DEBUG', 'INFO-PERIOD', '500')
    expect(await eventually(async () => /^slave$/m.test(await ask('REPLICAS', 'sessions')))).toBe(true)
  }
})
afterAll(async () => {
  await stack?.[Symbol.asyncDispose]()
  await platform?.[Symbol.asyncDispose]()
})

/** Of a node that says so itself, over a connection from here. */
const isPrimary = async (name: string) =>
  (await redisSaysAt(serviceIn(cluster, name).address, 'ROLE'))?.includes('master') === true
/** Users can log in: their web servers have found who takes writes. */
const login = async () => {
  const headers = { 'content-type': 'application/json' }
  const body = '{"owner":"a"}'
  return (await fetch(`${stack.url}/session`, { method: 'POST', body, headers })).status === 201
}

test('a fail-over that no Sentinel hears of is a mismatch', async () => {
  const deaf: Cluster = {
    ...cluster,
    run: async (name, command, signal) =>
      command.includes('FAILOVER') ? 'OK\n' : cluster.run(name, command, signal),
  }
  expect(await injectInto(deaf, failOver())).toMatchObject({
    verdicts: ['mismatch'],
    reasons: ['after 10 s the Sentinels name as the primary: redis-primary'],
  })
  expect(await isPrimary('redis-primary')).toBe(true)
})

test('fail over: the replica is the primary, and the one before it follows', async () => {
  expect(await injectInto(cluster, failOver())).toMatchObject({
    verdicts: ['confirmed'],
    victims: ['redis-primary'],
  })
  expect(await isPrimary('redis-replica')).toBe(true)
  expect(await eventually(async () => !(await isPrimary('redis-primary')))).toBe(true)
  expect(await eventually(login)).toBe(true)
})

test('kill the primary, whoever that is by now: the other one takes over by itself', async () => {
  const { address } = serviceIn(cluster, 'redis-replica')
  expect(await injectInto(cluster, kill('primary'))).toMatchObject({
    verdicts: ['confirmed'],
    victims: ['redis-replica'],
  })
  expect(await redisSaysAt(address, 'PING')).toBeUndefined()
  expect(await eventually(() => isPrimary('redis-primary'))).toBe(true)
  expect(await eventually(login)).toBe(true)
  expect(await answersAt(serviceIn(cluster, 'haproxy').address)).toBe(true)
})
