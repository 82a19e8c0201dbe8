import { Redis } from 'ioredis'
import { type AContainer, aContainer } from '../a-container.ts'

/** A Redis in a container, and a way into it. */
export interface ARedis extends AContainer {
  readonly url: string
  readonly admin: Redis
  /** Makes every session expire this much sooner: Redis has no clock to move. */
  elapse(ms: number): Promise<void>
}

const shorten = `
for _, key in ipairs(redis.call('KEYS', '*')) do
  redis.call('PEXPIRE', key, redis.call('PTTL', key) - ARGV[1])
end`

/** Makes every session expire this much sooner. */
export const shortenSessions = async (admin: Redis, ms: number): Promise<void> =>
  void (await admin.eval(shorten, 0, ms))

export async function aRedis(): Promise<ARedis> {
  const redis = await aContainer('outlast/redis', 6379)
  const admin = new Redis(redis.port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null })
  admin.on('error', () => {})
  return {
    ...redis,
    url: `redis://127.0.0.1:${redis.port}`,
    admin,
    elapse: (ms) => shortenSessions(admin, ms),
    async [Symbol.asyncDispose]() {
      admin.disconnect()
      await redis[Symbol.asyncDispose]()
    },
  }
}
