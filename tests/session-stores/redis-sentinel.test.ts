import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeSessionStore } from '../../targets/web/session-store.conformance.ts'
import type { SessionStore } from '../../targets/web/session-store.ts'
import { open } from '../../targets/web/sessions/redis-sentinel.ts'
import { type AStack, aStack } from '../a-stack.ts'
import { eventually } from '../eventually.ts'
import { shortenSessions } from './a-redis.ts'
import { aServerOver, expectRefused } from './a-server-over.ts'
import { answers, patientMs } from './patience.ts'

const redises = ['redis-primary', 'redis-replica'] as const
const sentinels = ['sentinel-1', 'sentinel-2', 'sentinel-3'] as const

let stack: AStack
let admins: { 'redis-primary': Redis; 'redis-replica': Redis; 'sentinel-1': Redis }

beforeAll(async () => {
  stack = await aStack('redis-sentinel', [...redises, ...sentinels])
  admins = { 'redis-primary': admin(111), 'redis-replica': admin(112), 'sentinel-1': admin(113, 26_379) }
  await everybodyKnowsEverybody()
})

afterAll(async () => {
  for (const client of Object.values(admins ?? {})) client.disconnect()
  await stack?.[Symbol.asyncDispose]()
})

function admin(host: number, port = 6379): Redis {
  const client = new Redis(port, `${stack.network}.${host}`, {
    retryStrategy: () => 50,
    connectTimeout: 500,
    maxRetriesPerRequest: null,
  })
  client.on('error', () => {})
  return client
}

function aStore({ timeoutMs = patientMs, ttlMs = 60_000 } = {}): SessionStore {
  const hosts = [113, 114, 115].map((host) => `${stack.network}.${host}:26379`)
  const url = `redis+sentinel://${hosts}/sessions`
  return open({ url, ttlMs, timeoutMs, now: () => performance.now(), secrets: [] })
}

/** Without two Sentinels, or without a replica in sync, there is nothing to fail over to. */
const everybodyKnowsEverybody = () =>
  eventually(async () => {
    const known = await admins['sentinel-1'].call('SENTINEL', 'CKQUORUM', 'sessions')
    expect(known).toMatch(/^OK 3 /)
    const primary = (await role('redis-primary')) === 'master' ? 'redis-primary' : 'redis-replica'
    expect(await admins[primary].info('replication')).toMatch(/slave0:.*state=online/)
    const replicas = await admins['sentinel-1'].call('SENTINEL', 'REPLICAS', 'sessions')
    expect(JSON.stringify(replicas)).toMatch(/"flags","slave"/)
  })

async function role(redis: (typeof redises)[number]): Promise<unknown> {
  const [role] = await admins[redis].role()
  return role
}

/** The other one has all that this one was told until now. WAIT alone waits for what was told on this connection. */
async function untilCopied(from: (typeof redises)[number]): Promise<void> {
  await admins[from].set('told-last', '')
  await eventually(async () => expect(await admins[from].wait(1, 1000)).toBe(1))
}

describeSessionStore('redis behind Sentinels', async (ttlMs) => {
  const store = aStore({ ttlMs })
  await answers(store)
  await admins['redis-primary'].flushall()
  return {
    store,
    elapse: (ms) => shortenSessions(admins['redis-primary'], ms),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
})

test('Sentinels away at start: not ready and 503; ready by itself when they come', async () => {
  const all = (change: 'kill' | 'start') =>
    Promise.all(sentinels.map((sentinel) => stack.container(sentinel)[change]()))
  await all('kill')
  await using server = aServerOver(aStore({ timeoutMs: 1000 }))
  try {
    expectRefused(await server.ask('POST', '/session', { owner: 'user-1' }))
    expect((await server.ask('GET', '/healthz')).statusCode).toBe(503)
  } finally {
    await all('start')
  }
  await server.login()
  await everybodyKnowsEverybody()
})

test('the primary killed: 503, never 404, until the replica is the primary; the session is there', async () => {
  await using server = aServerOver(aStore({ timeoutMs: 1000 }))
  await server.login()
  const write = (item: number) =>
    eventually(async () =>
      expect((await server.ask('POST', '/session/items', { item })).json()).toMatchObject({ count: item }),
    )
  await write(1)
  await untilCopied('redis-primary')

  const seen: number[] = []
  const outage = eventually(async () => {
    seen.push((await server.ask('GET', '/session')).statusCode)
    expect(seen).toContain(503)
    expect(seen.at(-1)).toBe(200)
  })
  // Docker may say that it is dead when the replica is the primary already.
  await Promise.all([outage, stack.container('redis-primary').kill()])
  expect(new Set(seen)).toEqual(new Set([503, 200]))
  await write(2)
  await eventually(async () => expect((await server.ask('GET', '/healthz')).statusCode).toBe(200))
})

test('a primary that was made a replica, and still answers, is left, and no write is lost', async () => {
  await stack.container('redis-primary').start()
  // The Sentinels would do it, 10 s later.
  await admins['redis-primary'].replicaof(`${stack.network}.112`, 6379)
  await everybodyKnowsEverybody()
  await using server = aServerOver(aStore({ timeoutMs: 1000 }))
  await server.login()

  const acknowledged: number[] = []
  let item = 0
  const write = async () => {
    item += 1
    const { statusCode } = await server.ask('POST', '/session/items', { item })
    if (statusCode === 200) acknowledged.push(item)
    else expect(statusCode).toBe(503)
  }
  await write()
  await untilCopied('redis-replica')
  // Refused until the Sentinel has heard from the new replica.
  await eventually(() => admins['sentinel-1'].call('SENTINEL', 'FAILOVER', 'sessions'))
  await eventually(async () => {
    await write()
    expect(await role('redis-primary')).toBe('master')
    expect(await role('redis-replica')).toBe('slave')
  })
  const before = acknowledged.length
  await eventually(async () => {
    await write()
    expect(acknowledged.length).toBeGreaterThan(before)
  })
  await eventually(async () =>
    expect((await server.ask('GET', '/session/items')).json()).toMatchObject({
      items: expect.arrayContaining(acknowledged.slice(before)),
    }),
  )
})
