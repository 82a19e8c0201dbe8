import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeSessionStore } from '../../targets/web/session-store.conformance.ts'
import type { SessionStore } from '../../targets/web/session-store.ts'
import { open } from '../../targets/web/sessions/cached-redis.ts'
import { eventually } from '../eventually.ts'
import { type ARedis, aRedis } from './a-redis.ts'
import { aServerOver, expectRefused } from './a-server-over.ts'
import { answers, patientMs } from './patience.ts'

let redis: ARedis

beforeAll(async () => {
  redis = await aRedis()
})

afterAll(() => redis[Symbol.asyncDispose]())

const login = { owner: 'user-1', padding: '' }

/** The store of one server: each has a cache of its own. */
function aStore({ timeoutMs = patientMs, ttlMs = 60_000, now = (): number => 0 } = {}): SessionStore {
  return open({ url: redis.url, ttlMs, timeoutMs, now, secrets: [] })
}

describeSessionStore('redis behind a cache', async (ttlMs) => {
  let nowMs = 0
  const store = aStore({ ttlMs, now: () => nowMs })
  await answers(store)
  await redis.admin.flushall()
  return {
    store,
    elapse: async (ms) => {
      // A read from the cache does not wait until Redis knows of it; this comes after it on the same connection.
      await store.ping()
      nowMs += ms
      await redis.elapse(ms)
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
})

test('Redis away at start: not ready and 503; ready by itself when it comes', async () => {
  await redis.container.kill()
  await using server = aServerOver(aStore({ timeoutMs: 1000 }))
  try {
    expectRefused(await server.ask('POST', '/session', { owner: 'user-1' }))
    expect((await server.ask('GET', '/healthz')).statusCode).toBe(503)
  } finally {
    await redis.container.start()
  }
  await eventually(async () => expect((await server.ask('GET', '/healthz')).statusCode).toBe(200))
  await server.login()
})

describe('the cache', () => {
  test('reads without Redis what it has seen, while writes and what it has not seen are refused', async () => {
    await using server = aServerOver(aStore({ timeoutMs: 1000 }))
    await server.login()
    await eventually(async () =>
      expect((await server.ask('POST', '/session/items', { item: 1 })).statusCode).toBe(200),
    )
    await redis.container.kill()
    try {
      // A write before the server knows would be in doubt, and its session no longer cached.
      await eventually(async () =>
        expect((await server.ask('GET', '/healthz')).json()).toMatchObject({
          reason: expect.stringMatching(/^redis is away/),
        }),
      )
      expectRefused(await server.ask('POST', '/session/items', { item: 2 }))
      const read = await server.ask('GET', '/session')
      expect([read.statusCode, read.json()]).toMatchObject([200, { owner: 'user-1', count: 1 }])
      expectRefused(await server.ask('POST', '/session', { owner: 'user-2' }))
      expect((await server.ask('GET', '/healthz')).statusCode).toBe(503)
    } finally {
      await redis.container.start()
    }
    // Redis is back with nothing: the read from memory finds out, and is the last.
    await eventually(async () => expect((await server.ask('GET', '/session')).statusCode).toBe(404))
  })

  test('is stale for a user who wrote elsewhere meanwhile, until the next write here', async () => {
    await using here = aStore()
    await using elsewhere = aStore()
    await Promise.all([answers(here), answers(elsewhere)])
    const token = await here.create(login)
    await here.add(token, 1)
    expect(await elsewhere.add(token, 2)).toMatchObject({ items: expect.arrayContaining([1, 2]) })

    expect(await here.read(token)).toMatchObject({ items: [1] })
    expect((await here.add(token, 3))?.items.toSorted()).toEqual([1, 2, 3])
    expect((await here.read(token))?.items.toSorted()).toEqual([1, 2, 3])
  })

  test('finds out that a session has ended elsewhere, and never writes to it', async () => {
    await using here = aStore()
    await using elsewhere = aStore()
    await Promise.all([answers(here), answers(elsewhere)])
    const token = await here.create(login)
    await elsewhere.remove(token)
    expect(await here.add(token, 1)).toBeUndefined()
    expect(await here.read(token)).toBeUndefined()

    const other = await here.create(login)
    await elsewhere.remove(other)
    await here.read(other)
    await eventually(async () => expect(await here.read(other)).toBeUndefined())
  })

  test('keeps a session in Redis alive that is only read here', async () => {
    await using store = aStore()
    await answers(store)
    await redis.admin.flushall()
    const token = await store.create(login)
    const [key = ''] = await redis.admin.keys('*')
    await redis.admin.pexpire(key, 10_000)
    await store.read(token)
    await eventually(async () => expect(await redis.admin.pttl(key)).toBeGreaterThan(10_000))
  })
})
