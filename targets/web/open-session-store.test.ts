import { expect, test } from 'vitest'
import { openSessionStore, sessionStoreNames } from './open-session-store.ts'
import { SettingsError } from './settings.ts'

const options = { url: undefined, ttlMs: 1000, timeoutMs: 1000, now: () => 0 }

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

test.each([undefined, 'http://redis:6379', 'redis'])('redis at %o is refused', async (url) => {
  await expect(openSessionStore('redis', { ...options, url })).rejects.toThrow(
    `STORE_URL=${url ?? ''}: must be the address of a Redis, such as redis://redis:6379`,
  )
})
