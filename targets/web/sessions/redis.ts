import type { Redis } from 'ioredis'
import { newSessionId } from '../session-id.ts'
import type { Login, Session, SessionStore, StoreOptions } from '../session-store.ts'
import { ask, connect } from './redis/connection.ts'

/*
 * A session is one hash: `owner`, `padding`, and a field `item:n` for each item. Each operation is one script, hence
 * atomic. Reads and writes both load the whole session, padding and all, as an application does before it can answer;
 * a write stores only its item, so that two tabs of one user don't overwrite each other.
 */
const create = `
redis.call('HSET', KEYS[1], 'owner', ARGV[2], 'padding', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[1])`

const read = `
local session = redis.call('HGETALL', KEYS[1])
if #session > 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return session`

// HSET alone would bring a session that has ended back as a partial one.
const add = `
if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
redis.call('HSET', KEYS[1], 'item:' .. ARGV[2], '')
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('HGETALL', KEYS[1])`

const scripts = {
  createSession: { lua: create, numberOfKeys: 1 },
  readSession: { lua: read, numberOfKeys: 1 },
  addToSession: { lua: add, numberOfKeys: 1 },
}

interface Scripts {
  createSession(key: string, ttlMs: number, owner: string, padding: string): Promise<null>
  readSession(key: string, ttlMs: number): Promise<string[]>
  addToSession(key: string, ttlMs: number, item: number): Promise<string[]>
}

/** A session as an application holds it after loading it: with its padding. */
export type LoadedSession = Session & Login

/** Sessions in Redis, with what a cache in front of it needs as well. */
export interface RedisSessionStore extends SessionStore {
  read(token: string): Promise<LoadedSession | undefined>
  add(token: string, item: number): Promise<LoadedSession | undefined>
  /** Starts the session's time to live anew; false where there is no session. */
  touch(token: string): Promise<boolean>
}

/**
 * Sessions in a Redis, shared by all servers. Needs a URL such as redis://10.1.2.101:6379, or that of its Sentinels:
 * redis+sentinel://10.1.2.113:26379,10.1.2.114:26379/sessions.
 */
export function open({ ttlMs, ...where }: StoreOptions): RedisSessionStore {
  const redis = connect(where, scripts) as Redis & Scripts

  return {
    async create({ owner, padding }) {
      const token = newSessionId()
      await ask(redis, () => redis.createSession(keyOf(token), ttlMs, owner, padding))
      return token
    },
    read: async (token) => sessionOf(await ask(redis, () => redis.readSession(keyOf(token), ttlMs))),
    add: async (token, item) =>
      sessionOf(await ask(redis, () => redis.addToSession(keyOf(token), ttlMs, item))),
    remove: async (token) => (await ask(redis, () => redis.del(keyOf(token)))) > 0,
    touch: async (token) => (await ask(redis, () => redis.pexpire(keyOf(token), ttlMs))) > 0,
    ping: async () => void (await ask(redis, () => redis.ping())),
    async [Symbol.asyncDispose]() {
      redis.disconnect()
    },
  }
}

/** The key of a session in Redis. */
export const keyOf = (token: string): string => `session:${token}`

/** From HGETALL's flat list of fields and values, in whatever order. */
function sessionOf(fields: readonly string[]): LoadedSession | undefined {
  if (fields.length === 0) return undefined
  const session = { owner: '', padding: '', items: [] as number[] }
  for (let i = 0; i < fields.length; i += 2) {
    const [field = '', value = ''] = fields.slice(i, i + 2)
    if (field.startsWith('item:')) session.items.push(Number(field.slice(5)))
    else if (field === 'owner' || field === 'padding') session[field] = value
  }
  return session
}
