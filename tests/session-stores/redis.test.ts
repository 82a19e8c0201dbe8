import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeSessionStore } from '../../targets/web/session-store.conformance.ts'
import type { SessionStore } from '../../targets/web/session-store.ts'
import { open } from '../../targets/web/sessions/redis.ts'
import { aConnectionToCut } from '../a-connection-to-cut.ts'
import { eventually } from '../eventually.ts'
import { type ARedis, aRedis } from './a-redis.ts'
import { describeCutConnection } from './cut-connection.conformance.ts'
import { answers, patientMs } from './patience.ts'
import { describeStoreAway } from './store-away.conformance.ts'

let redis: ARedis

beforeAll(async () => {
  redis = await aRedis()
})

afterAll(() => redis[Symbol.asyncDispose]())

/** Only its timeout differs from what a server opens: short where a test waits for it, long where it must not. */
function aStore({ port = redis.port, timeoutMs = patientMs, ttlMs = 60_000 } = {}): SessionStore {
  const url = `redis://127.0.0.1:${port}`
  return open({ url, ttlMs, timeoutMs, now: () => performance.now(), secrets: [] })
}

describeSessionStore('redis', async (ttlMs) => {
  const store = aStore({ ttlMs })
  await answers(store)
  await redis.admin.flushall()
  return {
    store,
    elapse: (ms) => redis.elapse(ms),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
})

describeStoreAway('redis', {
  containers: () => [redis],
  open: (timeoutMs) => aStore({ timeoutMs }),
  keeps: 'nothing',
})

test('a session weighs in Redis what the settings say', async () => {
  await using store = aStore()
  await answers(store)
  await redis.admin.flushall()
  await store.create({ owner: 'user-1', padding: 'x'.repeat(1024) })
  const [key] = await redis.admin.keys('*')
  expect(await redis.admin.memory('USAGE', key ?? '')).toBeGreaterThan(1024)
})

test('a Redis that is full refuses logins and writes, names the cause, and still reads', async () => {
  await using store = aStore()
  await answers(store)
  const login = { owner: 'user-1', padding: '' }
  const token = await store.create(login)
  await redis.admin.config('SET', 'maxmemory', '1')
  try {
    const message = "redis: OOM command not allowed when used memory > 'maxmemory'."
    const full = { applied: 'no', message }
    await expect(store.create(login)).rejects.toMatchObject(full)
    await expect(store.add(token, 1)).rejects.toMatchObject(full)
    expect(await store.read(token)).toMatchObject({ owner: 'user-1', items: [] })
    await expect(store.ping()).resolves.toBeUndefined()
  } finally {
    await redis.admin.config('SET', 'maxmemory', '0')
  }
  expect(await store.add(token, 1)).toMatchObject({ items: [1] })
})

describeCutConnection('redis', {
  port: () => redis.port,
  open: (port, timeoutMs) => aStore({ port, timeoutMs }),
})

test('a connection to redis that stays silent is given up, and replaced', async () => {
  await using way = await aConnectionToCut(redis.port)
  await using store = aStore({ port: way.port, timeoutMs: 1000 })
  const token = await eventually(() => store.create({ owner: 'user-1', padding: '' }))

  void way.swallow()
  await expect(store.add(token, 1)).rejects.toMatchObject({ applied: 'unknown' })
  await eventually(() => expect(store.read(token)).rejects.toMatchObject({ applied: 'no' }))
  way.cut()
  await eventually(async () => expect(await store.add(token, 1)).toMatchObject({ items: [1] }))
})
