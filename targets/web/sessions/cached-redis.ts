import { type Session, type SessionStore, type StoreOptions, StoreUnavailable } from '../session-store.ts'
import { type LoadedSession, open as openRedis } from './redis.ts'

/** With sessions of a kilobyte an eighth of a gigabyte. */
const cacheSize = 100_000

interface Entry {
  readonly session: LoadedSession
  expiresAtMs: number
}

/**
 * Sessions in Redis, and in this server's memory what it has seen of them: a read that finds the session there does
 * not wait for Redis, a write goes through to it. Made for a balancer that sends a user to the same server each time.
 *
 * - While Redis is away, what is cached can still be read; everything else is refused.
 * - A user who was elsewhere meanwhile and returns reads what this server remembers: the writes made there are missing
 *   until the next write here. A session that ended elsewhere is read once more.
 */
export function open({ now, ...options }: StoreOptions): SessionStore {
  const redis = openRedis({ now, ...options })
  const cache = new Map<string, Entry>()

  const cached = (token: string): Entry | undefined => {
    const entry = cache.get(token)
    return entry && entry.expiresAtMs > now() ? entry : undefined
  }

  const put = (token: string, session: LoadedSession): void => {
    // The newest are the last of a map: the first is the one to go.
    cache.delete(token)
    cache.set(token, { session, expiresAtMs: now() + options.ttlMs })
    const [oldest] = cache.keys()
    if (cache.size > cacheSize && oldest !== undefined) cache.delete(oldest)
  }

  /**
   * Keeps what Redis answers. One connection carries all questions, and its answers come in order: so the last to come
   * is the newest, as long as they all come through here.
   */
  const through = async (
    token: string,
    answer: Promise<LoadedSession | undefined>,
  ): Promise<Session | undefined> => {
    try {
      const session = await answer
      if (session) put(token, session)
      else cache.delete(token)
      return session
    } catch (error) {
      if (!(error instanceof StoreUnavailable && error.applied === 'no')) cache.delete(token)
      throw error
    }
  }

  /** Tells Redis of a read that did not need it, and hears of sessions that have ended. */
  const touch = (token: string): void => {
    redis.touch(token).then(
      (alive) => alive || cache.delete(token),
      // Redis is away: the cache goes on without it.
      () => {},
    )
  }

  return {
    async create(login) {
      const token = await redis.create(login)
      put(token, { ...login, items: [] })
      return token
    },
    async read(token) {
      const entry = cached(token)
      if (entry === undefined) return through(token, redis.read(token))
      put(token, entry.session)
      touch(token)
      return entry.session
    },
    add: (token, item) => through(token, redis.add(token, item)),
    async remove(token) {
      try {
        return await redis.remove(token)
      } finally {
        cache.delete(token)
      }
    },
    ping: () => redis.ping(),
    [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
  }
}
