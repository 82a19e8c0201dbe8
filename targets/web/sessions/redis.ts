import { Redis } from 'ioredis'
import { reconnectDelayMs } from '../reconnect-delay.ts'
import { newSessionId } from '../session-id.ts'
import { type Session, type SessionStore, type StoreOptions, StoreUnavailable } from '../session-store.ts'
import { SettingsError } from '../settings.ts'

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

interface Scripts {
  createSession(key: string, ttlMs: number, owner: string, padding: string): Promise<null>
  readSession(key: string, ttlMs: number): Promise<string[]>
  addToSession(key: string, ttlMs: number, item: number): Promise<string[]>
}

/** Sessions in a Redis, shared by all servers. Needs a URL such as redis://10.1.2.101:6379. */
export function open({ url, ttlMs, timeoutMs }: StoreOptions): SessionStore {
  const redis = connect(url, timeoutMs)

  /** Asks only over a connection that is there: what fails before that was surely not applied. */
  const ask = async <T>(command: () => Promise<T>): Promise<T> => {
    if (redis.status !== 'ready') throw new StoreUnavailable('no', `redis is away (${redis.status})`)
    try {
      return await command()
    } catch (cause) {
      throw unavailable(cause)
    }
  }

  return {
    async create({ owner, padding }) {
      const token = newSessionId()
      await ask(() => redis.createSession(keyOf(token), ttlMs, owner, padding))
      return token
    },
    read: async (token) => sessionOf(await ask(() => redis.readSession(keyOf(token), ttlMs))),
    add: async (token, item) => sessionOf(await ask(() => redis.addToSession(keyOf(token), ttlMs, item))),
    remove: async (token) => (await ask(() => redis.del(keyOf(token)))) > 0,
    ping: async () => void (await ask(() => redis.ping())),
    async [Symbol.asyncDispose]() {
      redis.disconnect()
    },
  }
}

/** The key of a session in Redis. */
export const keyOf = (token: string): string => `session:${token}`

/** From HGETALL's flat list of fields and values, in whatever order. */
function sessionOf(fields: readonly string[]): Session | undefined {
  if (fields.length === 0) return undefined
  let owner = ''
  const items: number[] = []
  for (let i = 0; i < fields.length; i += 2) {
    const field = fields[i] ?? ''
    if (field.startsWith('item:')) items.push(Number(field.slice(5)))
    else if (field === 'owner') owner = fields[i + 1] ?? ''
  }
  return { owner, items }
}

function unavailable(cause: unknown): StoreUnavailable {
  const message = cause instanceof Error ? cause.message : String(cause)
  // ioredis says this when the socket had died before the command was written, its close event still to come.
  const applied = message.startsWith("Stream isn't writeable") ? 'no' : 'unknown'
  return new StoreUnavailable(applied, `redis: ${message}`, { cause })
}

function connect(url: string | undefined, timeoutMs: number): Redis & Scripts {
  if (!url || !/^rediss?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new SettingsError([
      `STORE_URL=${url ?? ''}: must be the address of a Redis, such as redis://redis:6379`,
    ])
  }
  const redis = new Redis(url, {
    scripts: {
      createSession: { lua: create, numberOfKeys: 1 },
      readSession: { lua: read, numberOfKeys: 1 },
      addToSession: { lua: add, numberOfKeys: 1 },
    },
    // Fail at once while Redis is away, rather than queue: the user is waiting, and so is the balancer.
    enableOfflineQueue: false,
    // What was in flight when the connection died is rejected at once and never sent again. The client repeats a
    // write itself; a resend long after its answer was given up would only make late writes later. Zero retries do
    // that: `autoResendUnfulfilledCommands: false` alone would leave those promises pending for ever in ioredis
    // 6.0.0 (redis/ioredis#2193).
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: timeoutMs,
    // A connection without a word for this long while answers are due is dead, though TCP would wait for minutes
    // (frozen, partitioned, killed with its address). Reconnecting then fails fast, as above.
    socketTimeout: timeoutMs,
    // Below the second after which the kernel repeats a lost SYN: a new attempt finds a Redis that is back sooner.
    connectTimeout: timeoutMs / 2,
    retryStrategy: reconnectDelayMs,
  })
  // Whoever asks is told that Redis is away. Without a listener ioredis writes every failed attempt to the console.
  redis.on('error', () => {})
  return redis as Redis & Scripts
}
