import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createServer } from '../targets/web/server.ts'
import { describeSessionStore } from '../targets/web/session-store.conformance.ts'
import type { SessionStore } from '../targets/web/session-store.ts'
import { open } from '../targets/web/sessions/redis.ts'
import { aConnectionToCut } from './a-connection-to-cut.ts'
import { type AContainer, aContainer } from './a-container.ts'

let redis: AContainer
let admin: Redis

beforeAll(async () => {
  redis = await aContainer('outlast/redis', 6379)
  admin = new Redis(redis.port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null })
  admin.on('error', () => {})
})

afterAll(async () => {
  admin.disconnect()
  await redis[Symbol.asyncDispose]()
})

/** Only its timeout differs from what a server opens: short where a test waits for it, long where it must not. */
function aStore({ port = redis.port, timeoutMs = 5000, ttlMs = 60_000 } = {}): SessionStore {
  return open({ url: `redis://127.0.0.1:${port}`, ttlMs, timeoutMs, now: () => performance.now() })
}

const answers = (store: SessionStore) => vi.waitFor(() => store.ping(), { timeout: 20_000, interval: 20 })

// Redis has no clock to move: each session's time to live is shortened instead.
const shorten = `
for _, key in ipairs(redis.call('KEYS', '*')) do
  redis.call('PEXPIRE', key, redis.call('PTTL', key) - ARGV[1])
end`

describeSessionStore('redis', async (ttlMs) => {
  await admin.flushall()
  const store = aStore({ ttlMs })
  await answers(store)
  return {
    store,
    elapse: async (ms) => void (await admin.eval(shorten, 0, ms)),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
})

test('a session weighs in Redis what the settings say', async () => {
  await admin.flushall()
  await using store = aStore()
  await answers(store)
  await store.create({ owner: 'user-1', padding: 'x'.repeat(1024) })
  const [key] = await admin.keys('*')
  expect(await admin.memory('USAGE', key ?? '')).toBeGreaterThan(1024)
})

describe('redis away', () => {
  /** A server over a store that gives up soon, and a session on it. */
  async function aServer() {
    const store = aStore({ timeoutMs: 300 })
    const server = createServer({
      serverName: 'web-1',
      store,
      storeName: 'redis',
      sessionBytes: 64,
      onError: (error) => {
        throw error
      },
    })
    const ask = (method: 'GET' | 'POST', url: string, payload?: object) =>
      server.inject({ method, url, headers: { cookie }, ...(payload && { payload }) })
    let cookie = ''
    await answers(store)
    const login = await ask('POST', '/session', { owner: 'user-1' })
    cookie = String(login.headers['set-cookie']).split(';')[0] ?? ''
    const dispose = async () => {
      await server.close()
      await store[Symbol.asyncDispose]()
    }
    return { ask, [Symbol.asyncDispose]: dispose }
  }

  const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 20 })

  test('frozen: a write is in doubt, then surely refused; thawed: the session is there', async () => {
    await using server = await aServer()
    await redis.container.pause()
    try {
      const inDoubt = await server.ask('POST', '/session/items', { item: 1 })
      expect(inDoubt.statusCode).toBe(503)
      expect(inDoubt.headers).not.toHaveProperty('outlast-applied')

      await eventually(async () => {
        const refused = await server.ask('GET', '/session')
        expect(refused.statusCode).toBe(503)
        expect(refused.headers['outlast-applied']).toBe('no')
      })
      await eventually(async () => expect((await server.ask('GET', '/healthz')).statusCode).toBe(503))
    } finally {
      await redis.container.unpause()
    }

    await eventually(async () => expect((await server.ask('GET', '/session')).statusCode).toBe(200))
    const repeated = await server.ask('POST', '/session/items', { item: 1 })
    expect(repeated.json()).toMatchObject({ owner: 'user-1', count: 1 })
    await eventually(async () => expect((await server.ask('GET', '/healthz')).statusCode).toBe(200))
  })

  test('killed: 503, never 404; started again: 404, since this Redis keeps nothing', async () => {
    await using server = await aServer()
    await redis.container.kill()
    try {
      await eventually(async () => {
        const refused = await server.ask('GET', '/session')
        expect(refused.statusCode).toBe(503)
        expect(refused.headers['outlast-applied']).toBe('no')
      })
    } finally {
      await redis.container.start()
    }
    await eventually(async () => {
      const answer = await server.ask('GET', '/session')
      expect([answer.statusCode, answer.json()]).toEqual([404, { error: 'no such session' }])
    })
  })
})

describe('a connection to redis that dies with a write on it', () => {
  test('fails the write at once, in doubt, and does not send it again', async () => {
    await using way = await aConnectionToCut(redis.port)
    // Longer than the test may take: what ends the write is the connection, not the time-out.
    await using store = aStore({ port: way.port, timeoutMs: 3_600_000 })
    await answers(store)
    const token = await store.create({ owner: 'user-1', padding: '' })

    const swallowed = way.swallow()
    const written = store.add(token, 1)
    await swallowed
    way.cut()
    await expect(written).rejects.toMatchObject({ name: 'StoreUnavailable', applied: 'unknown' })

    await answers(store)
    expect(await store.read(token)).toMatchObject({ items: [] })
  })

  test('is given up when it stays silent, and replaced', async () => {
    await using way = await aConnectionToCut(redis.port)
    await using store = aStore({ port: way.port, timeoutMs: 100 })
    await answers(store)
    const token = await store.create({ owner: 'user-1', padding: '' })

    void way.swallow()
    await expect(store.add(token, 1)).rejects.toMatchObject({ applied: 'unknown' })
    await vi.waitFor(() => expect(store.read(token)).rejects.toMatchObject({ applied: 'no' }))
    way.cut()
    await answers(store)
    expect(await store.add(token, 1)).toMatchObject({ items: [1] })
  })
})
