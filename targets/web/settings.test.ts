import { expect, test } from 'vitest'
import { readSettings, SettingsError } from './settings.ts'

const needed = { SESSIONS: 'redis', SERVER_NAME: 'web-2' }

test('what is not set has a default, but for the place of the sessions and the name', () => {
  expect(readSettings(needed)).toEqual({
    sessions: 'redis',
    storeUrl: undefined,
    storePath: expect.any(Function),
    storeTimeoutMs: 1000,
    serverName: 'web-2',
    port: 8080,
    sessionBytes: undefined,
    ttlMs: 1_800_000,
    secrets: [],
    work: { loginCost: 0, requestCost: 0, writeTakesMs: 0 },
    graceMs: 5000,
  })
})

test('everything can be set', () => {
  const environment = {
    ...needed,
    STORE_URL: 'redis://10.1.2.101:6379',
    STORE_TIMEOUT_MS: '500',
    PORT: '0',
    SESSION_BYTES: '0',
    SESSION_TTL_SECONDS: '60',
    SESSION_SECRETS: 'new,old',
    LOGIN_COST: '16384',
    REQUEST_COST: '512',
    WRITE_TAKES_MS: '50',
    GRACE_SECONDS: '1',
  }
  expect(readSettings(environment)).toEqual({
    sessions: 'redis',
    storeUrl: 'redis://10.1.2.101:6379',
    storePath: expect.any(Function),
    storeTimeoutMs: 500,
    serverName: 'web-2',
    port: 0,
    sessionBytes: 0,
    ttlMs: 60_000,
    secrets: ['new', 'old'],
    work: { loginCost: 16_384, requestCost: 512, writeTakesMs: 50 },
    graceMs: 1000,
  })
})

test.each([
  [
    'redis://own:6379',
    { SESSIONS: 'redis', STORE_URL: 'redis://own:6379', STORE_URL_REDIS: 'redis://redis:6379' },
  ],
  ['redis://redis:6379', { SESSIONS: 'redis', STORE_URL: '', STORE_URL_REDIS: 'redis://redis:6379' }],
  ['redis://near:6379', { SESSIONS: 'cached-redis', STORE_URL_CACHED_REDIS: 'redis://near:6379' }],
  [undefined, { SESSIONS: 'memory', STORE_URL_REDIS: 'redis://redis:6379' }],
])('the store is at %o with %o', (storeUrl, environment) => {
  expect(readSettings({ ...needed, ...environment }).storeUrl).toBe(storeUrl)
})

test.each([
  [{ SESSIONS: '' }, 'SESSIONS=: must be the place where sessions live, such as memory or redis'],
  [{ SESSIONS: '../main' }, 'SESSIONS=../main: must be the place'],
  [{ SERVER_NAME: 'web 2' }, 'SERVER_NAME=web 2: must be the name of this server, such as web-1'],
  [{ PORT: '80x' }, 'PORT=80x: must be a whole number from 0 to 65535'],
  [{ PORT: '65536' }, 'PORT=65536: must be'],
  [{ SESSION_BYTES: '-1' }, 'SESSION_BYTES=-1: must be'],
  [{ SESSION_TTL_SECONDS: '0' }, 'SESSION_TTL_SECONDS=0: must be a whole number from 1'],
  [{ LOGIN_COST: '-1' }, 'LOGIN_COST=-1: must be a whole number from 0 to 65536'],
  [{ WRITE_TAKES_MS: '1s' }, 'WRITE_TAKES_MS=1s: must be'],
  [{ GRACE_SECONDS: '1.5' }, 'GRACE_SECONDS=1.5: must be'],
  [{ STORE_TIMEOUT_MS: '1e3' }, 'STORE_TIMEOUT_MS=1e3: must be'],
])('%o is refused', (wrong, message) => {
  expect(() => readSettings({ ...needed, ...wrong })).toThrow(message)
})

test('everything that is wrong is said at once', () => {
  expect(() => readSettings({ PORT: 'x' })).toThrow(SettingsError)
  expect(() => readSettings({ PORT: 'x' })).toThrow(/SESSIONS=.*\nSERVER_NAME=.*\nPORT=x/)
})

test('the store, and what it tells of, is reached through a proxy where there is one', () => {
  const proxied = { ...needed, STORE_URL: 'redis://10.1.2.101:6379', STORE_PATH: '10.1.2.4' }
  const { storeUrl, storePath } = readSettings(proxied)
  expect(storeUrl).toBe('redis://10.1.2.4:10501')
  expect(storePath({ host: '10.1.2.111', port: 6379 })).toEqual({ host: '10.1.2.4', port: 10_511 })
})
