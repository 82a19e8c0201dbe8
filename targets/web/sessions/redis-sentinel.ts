/*
 * The same store as redis.ts at another address: a primary, a replica and the Sentinels that make the replica the
 * primary when the first is gone. Replication is asynchronous: what was acknowledged in the moment before may be lost.
 */
export { open } from './redis.ts'
