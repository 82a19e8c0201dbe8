import { Redis, ReplyError } from 'ioredis'
import { reconnectDelayMs } from '../../reconnect-delay.ts'
import { type StoreOptions, StoreUnavailable } from '../../session-store.ts'
import type { Place } from '../../store-path.ts'
import { addressIn } from './address.ts'

/** A command of our own, in Lua. */
export interface Script {
  readonly lua: string
  readonly numberOfKeys: number
}

/**
 * Connects to the Redis at a URL, or to whichever Redis the Sentinels at it call the primary, now and after each
 * failover. Throws SettingsError where the URL is neither.
 */
export function connect(
  { url, path = (node) => node, timeoutMs }: Pick<StoreOptions, 'url' | 'path' | 'timeoutMs'>,
  scripts: Record<string, Script>,
): Redis {
  const redis = new Redis({
    ...addressIn(url),
    scripts,
    // Where the Sentinels say that the primary is.
    natMap: (place) => path(placeIn(place)),
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
    // A primary that became a replica keeps its connections: leave it, and ask the Sentinels again.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
    // The Sentinels say when they have made another Redis the primary; the old one may be cut off from them, not from
    // us, and would acknowledge writes that it is about to lose.
    failoverDetector: true,
    sentinelCommandTimeout: timeoutMs / 2,
    sentinelRetryStrategy: reconnectDelayMs,
    // By itself ioredis would not listen again to a Sentinel that was away.
    sentinelReconnectStrategy: reconnectDelayMs,
  })
  // Whoever asks is told that Redis is away. Without a listener ioredis writes every failed attempt to the console.
  redis.on('error', () => {})
  return redis
}

function placeIn(text: string): Place {
  const [host = '', port] = text.split(':')
  return { host, port: Number(port) }
}

/** Asks only over a connection that is there: what fails before that was surely not applied. */
export async function ask<T>(redis: Redis, command: () => Promise<T>): Promise<T> {
  if (redis.status !== 'ready') throw new StoreUnavailable('no', `redis is away (${redis.status})`)
  try {
    return await command()
  } catch (cause) {
    throw unavailable(cause)
  }
}

/** Of whichever of our scripts it was said, the cause is the same. */
const whichScript = / script: [0-9a-f]+, on @user_script:\d+\.?$/

function unavailable(cause: unknown): StoreUnavailable {
  const message = (cause instanceof Error ? cause.message : String(cause)).replace(whichScript, '')
  // An error in the words of Redis is a refusal, of the first write of a script: out of memory, a replica, loading.
  // ioredis says the other when the socket had died before the command was written, its close event still to come.
  const refused = cause instanceof ReplyError || message.startsWith("Stream isn't writeable")
  return new StoreUnavailable(refused ? 'no' : 'unknown', `redis: ${message}`, { cause })
}
