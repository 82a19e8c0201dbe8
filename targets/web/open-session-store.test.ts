import { expect, test } from 'vitest'
import { openSessionStore, sessionStoreNames } from './open-session-store.ts'
import { SettingsError } from './settings.ts'

const options = { url: undefined, ttlMs: 1000, timeoutMs: 1000, now: () => 0, secrets: [] }

test('each file of sessions/ is a place where sessions can live, found by its name', async () => {
  expect(await sessionStoreNames()).toEqual(expect.arrayContaining(['memory', 'redis']))
  for (const name of await sessionStoreNames()) {
    const { open } = await import(`./sessions/${name}.ts`)
    expect(open).toBeTypeOf('function')
  }
})

test('the store of that name is opened', async () => {
  await using store = await openSessionStore('memory', options)
  expect(await store.create({ owner: 'user-1', padding: '' })).toMatch(/^[\w-]{22}$/)
})

test.each(['nowhere', 'memory.test', '../server', ''])(
  '%o is no place: it says which there are',
  async (name) => {
    const opened = openSessionStore(name, options)
    await expect(opened).rejects.toThrow(SettingsError)
    await expect(opened).rejects.toThrow(`SESSIONS=${name}: no such place, there are `)
    await expect(opened).rejects.toThrow(/memory.*redis/)
  },
)

test.each([
  ['redis', 'redis', 'the address of a Redis, such as redis://redis:6379'],
  ['redis', 'http://redis:6379', 'the address of a Redis'],
  ['redis', undefined, 'the address of a Redis'],
  ['memcached', undefined, 'the addresses of Memcached nodes, such as memcached://memcached-1:11211'],
  ['memcached', 'memcached://memcached-1:11211,memcached-2', 'the addresses of Memcached nodes'],
  ['memcached', 'memcached://', 'the addresses of Memcached nodes'],
  ['redis-sentinel', 'redis+sentinel://sentinel-1:26379', 'the address of a Redis'],
  ['cached-redis', undefined, 'the address of a Redis'],
  ['cassandra', undefined, 'the addresses of Cassandra nodes, such as cassandra://cassandra-1:9042'],
  ['cassandra', 'cassandra://cassandra-1', 'the addresses of Cassandra nodes'],
  ['postgres', 'redis://redis:6379', 'the address of a PostgreSQL database, such as postgres://'],
])('%s at %o is refused', async (name, url, meaning) => {
  await expect(openSessionStore(name, { ...options, url })).rejects.toThrow(
    `STORE_URL=${url ?? ''}: must be ${meaning}`,
  )
})

test.each([
  ['memcached', 'memcached://127.0.0.1:1', 'Memcached keeps for at most 2592000'],
  ['cassandra', 'cassandra://127.0.0.1:1', 'no session here lives longer than 2592000'],
])('%s refuses to keep sessions longer than it can', async (name, url, meaning) => {
  await expect(openSessionStore(name, { ...options, url, ttlMs: 2_592_001_000 })).rejects.toThrow(
    `SESSION_TTL_SECONDS=2592001: ${meaning}`,
  )
})
