import { RedisStore } from 'connect-redis'
import { createClient, ErrorReply } from 'redis'
import { reconnectDelayMs } from '../reconnect-delay.ts'
import { type StoreOptions, StoreUnavailable } from '../session-store.ts'
import { SettingsError } from '../settings.ts'
import { TooLate, within } from '../within.ts'

/** connect-redis, the usual store of express-session, which @fastify/session takes as well. */
export interface RedisSessions extends AsyncDisposable {
  readonly store: RedisStore
  ping(): Promise<void>
}

type Applied = StoreUnavailable['applied']

/**
 * connect-redis over the `redis` package, which it needs, waiting only so long. Left alone the client waits for ever
 * for a Redis that is frozen, and queues what it is asked while Redis is away.
 */
export function openRedisSessions({ url = '', ttlMs, timeoutMs }: StoreOptions): RedisSessions {
  if (!/^rediss?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new SettingsError([`STORE_URL=${url}: must be the address of a Redis, such as redis://redis:6379`])
  }
  const redis = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: timeoutMs / 2, reconnectStrategy: (retries) => reconnectDelayMs(retries + 1) },
  })
  redis.on('error', () => {})
  const connect = () => void redis.connect().catch(() => {})
  connect()

  /** A Redis that does not answer in time is taken for gone, with all that it was asked, and reached for anew. */
  const giveUp = () => {
    if (!redis.isOpen) return
    redis.destroy()
    connect()
  }

  /** `inDoubt`: what is not known of the command when it fails on its way. */
  const ask = async <T>(command: () => Promise<T>, inDoubt: Applied): Promise<T> => {
    if (!redis.isReady) throw new StoreUnavailable('no', 'redis is away')
    try {
      return await within(timeoutMs, command())
    } catch (cause) {
      if (cause instanceof TooLate) giveUp()
      const applied = cause instanceof ErrorReply ? 'no' : inDoubt
      throw new StoreUnavailable(applied, `redis: ${cause instanceof Error ? cause.message : cause}`, {
        cause,
      })
    }
  }

  // A session that can't be loaded is not written to either.
  const client = {
    get: (key: string) => ask(() => redis.get(key), 'no'),
    set: (...args: Parameters<typeof redis.set>) => ask(() => redis.set(...args), 'unknown'),
    expire: (key: string, seconds: number) => ask(() => redis.expire(key, seconds), 'unknown'),
    del: (keys: string[]) => ask(() => redis.del(keys), 'unknown'),
  }
  return {
    store: new RedisStore({ client, prefix: 'session:', ttl: Math.ceil(ttlMs / 1000) }),
    ping: async () => void (await ask(() => redis.ping(), 'no')),
    async [Symbol.asyncDispose]() {
      redis.destroy()
    },
  }
}
