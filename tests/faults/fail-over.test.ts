import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../engine/clock.ts'
import type { Cluster } from '../../engine/cluster.ts'
import { failOver } from '../../engine/faults/fail-over.ts'
import { kill } from '../../engine/faults/kill.ts'
import type { RunningStack } from '../../engine/platform.ts'
import { type APlatform, aPlatform } from '../docker/a-platform.ts'
import { eventually } from '../eventually.ts'
import { injectInto } from './inject.ts'
import { redisSaysAt, said, serviceIn, untilItAnswers } from './look.ts'

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
    // They would ask the primary every 10 s who its replica is, and what they know counts for three times that.
    await ask('DEBUG', 'INFO-PERIOD', '2000')
    // They would fail over by themselves where the machine stands still for 2 s.
    await ask('SET', 'sessions', 'down-after-milliseconds', '6000')
    await eventually(async () => expect(await ask('REPLICAS', 'sessions')).toMatch(/^slave$/m))
  }
})
afterAll(async () => {
  await stack?.[Symbol.asyncDispose]()
  await platform?.[Symbol.asyncDispose]()
})

/** Waits until a node says itself, over a connection from here, what it is: `master` or `slave`. */
const untilItIs = (role: string, name: string) =>
  eventually(async () => expect(await redisSaysAt(serviceIn(cluster, name).address, 'ROLE')).toContain(role))
/** Waits until users can log in: their web servers have found who takes writes. */
const untilUsersLogIn = () =>
  eventually(async () => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${stack.url}/session`, { method: 'POST', body: '{"owner":"a"}', headers })
    expect(answer.status).toBe(201)
  })
/** What will never happen is waited for no longer than need be. */
const hurried: Clock = { ...systemClock, now: () => 20 * systemClock.now() }

test('a fail-over that no Sentinel hears of is a mismatch', async () => {
  const deaf: Cluster = {
    ...cluster,
    run: async (name, command, signal) =>
      command.includes('FAILOVER') ? 'OK\n' : cluster.run(name, command, signal),
  }
  expect(await injectInto(deaf, failOver(), { clock: hurried })).toMatchObject({
    verdicts: ['mismatch'],
    reasons: ['after 45 s the Sentinels name as the primary: redis-primary'],
  })
  await untilItIs('master', 'redis-primary')
})

test('fail over: the replica is the primary, and the one before it follows', async () => {
  expect(await injectInto(cluster, failOver())).toMatchObject({
    verdicts: ['confirmed'],
    victims: ['redis-primary'],
  })
  await untilItIs('master', 'redis-replica')
  await untilItIs('slave', 'redis-primary')
  await untilUsersLogIn()
})

test('kill the primary, whoever that is by now: the other one takes over by itself', async () => {
  const { address } = serviceIn(cluster, 'redis-replica')
  expect(await injectInto(cluster, kill('primary'))).toMatchObject({
    verdicts: ['confirmed'],
    victims: ['redis-replica'],
  })
  expect(await redisSaysAt(address, 'PING')).toBeUndefined()
  await untilItIs('master', 'redis-primary')
  await untilUsersLogIn()
  await untilItAnswers(serviceIn(cluster, 'haproxy').address)
})
