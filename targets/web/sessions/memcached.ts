import { isSessionId, newSessionId } from '../session-id.ts'
import {
  type Session,
  type SessionStore,
  StateTooLarge,
  type StoreOptions,
  StoreUnavailable,
} from '../session-store.ts'
import { SettingsError } from '../settings.ts'
import { connectTo } from './memcached/connection.ts'
import { ring, type WhenAway } from './memcached/ring.ts'

/*
 * A session is one value: a line of JSON with `owner` and `padding`, then a line for each item. A write appends its
 * line, which Memcached does atomically, and only where the key is there: two tabs don't overwrite each other, and a
 * session that ended does not come back. An item that was written twice is there twice and read as one.
 *
 * Each session lives on one of the nodes, found by ketama in this client. The policy for a node that is away is to
 * wait for it: its sessions answer 503 until it is back, empty, and then 404; the sessions of the other nodes go on.
 * Nothing moves to another node, since it would move back, and find what was left there, when the node returns;
 * memcached-rehash.ts is the same store with that policy. The server is ready as long as any node answers.
 */

/** More and Memcached takes it for a date. */
const ttlSecondsMax = 30 * 24 * 60 * 60

/** The size of the largest value less the item's head and its key, for an error that knows the reason. */
const valueBytesNearMax = 1024 * 1024 - 1024

/** Sessions spread over the nodes of STORE_URL, such as memcached://10.1.2.121:11211,10.1.2.122:11211. */
export function open(options: StoreOptions): SessionStore {
  return openWith('wait', options)
}

/** The same, with a policy for a node that is away. */
export function openWith(whenAway: WhenAway, { url, ttlMs, timeoutMs }: StoreOptions): SessionStore {
  const addresses = addressesIn(url)
  const ttlSeconds = Math.ceil(ttlMs / 1000)
  if (ttlSeconds > ttlSecondsMax) {
    throw new SettingsError([
      `SESSION_TTL_SECONDS=${ttlSeconds}: Memcached keeps for at most ${ttlSecondsMax}`,
    ])
  }
  const nodes = addresses.map(({ hostname, port }) => connectTo(hostname, Number(port), timeoutMs))
  const nodeWith = ring(nodes, whenAway)
  const nodeOf = (token: string) => nodeWith(keyOf(token))

  return {
    async create({ owner, padding }) {
      const token = newSessionId()
      const value = JSON.stringify({ owner, padding })
      await asked(
        nodeOf(token).ask(`add ${keyOf(token)} 0 ${ttlSeconds} ${Buffer.byteLength(value)}\r\n${value}`),
      )
      return token
    },
    async read(token) {
      if (!isSessionId(token)) return undefined
      return sessionOf(await nodeOf(token).find(`gat ${ttlSeconds} ${keyOf(token)}`))
    },
    async add(token, item) {
      if (!isSessionId(token)) return undefined
      const node = nodeOf(token)
      const line = `\n${item}`
      const [stored, value] = await Promise.all([
        node.ask(`append ${keyOf(token)} 0 0 ${line.length}\r\n${line}`),
        node.find(`gat ${ttlSeconds} ${keyOf(token)}`),
      ])
      // Memcached says the same of a key that is not there and of a value for which it has no room.
      if (stored === false && value !== undefined) throw noRoom(value)
      return sessionOf(value)
    },
    async remove(token) {
      return isSessionId(token) && (await nodeOf(token).ask(`delete ${keyOf(token)}`)) === 'DELETED'
    },
    // All are asked, so that a silent one is noticed though nobody's session lives there.
    async ping() {
      try {
        await Promise.any(nodes.map((node) => node.ask('version')))
      } catch (cause) {
        throw new StoreUnavailable('no', 'memcached: every node is away', { cause })
      }
    },
    async [Symbol.asyncDispose]() {
      for (const node of nodes) node[Symbol.dispose]()
    },
  }
}

/** The key of a session in Memcached. */
export const keyOf = (token: string): string => `session:${token}`

function sessionOf(value: string | undefined): Session | undefined {
  if (value === undefined) return undefined
  const [head = '', ...items] = value.split('\n')
  return { owner: JSON.parse(head).owner, items: [...new Set(items.map(Number))] }
}

/** Tells a session that the node refuses for its size from a node in trouble. */
async function asked(answer: Promise<unknown>): Promise<void> {
  try {
    if ((await answer) !== 'STORED') throw new StoreUnavailable('no', 'memcached: the session was not stored')
  } catch (error) {
    const tooLarge = error instanceof Error && error.message.includes('object too large for cache')
    throw tooLarge ? new StateTooLarge(error.message) : error
  }
}

function noRoom(value: string): Error {
  return Buffer.byteLength(value) > valueBytesNearMax
    ? new StateTooLarge('memcached: the session would be larger than 1 MB')
    : new StoreUnavailable('no', 'memcached: no memory for another item')
}

function addressesIn(url = ''): URL[] {
  const nodes = url.startsWith('memcached://') ? url.slice('memcached://'.length).split(',') : []
  const addresses = nodes.flatMap((node) => URL.parse(`memcached://${node}`) ?? [])
  if (addresses.length === 0 || addresses.length < nodes.length || addresses.some(({ port }) => !port)) {
    throw new SettingsError([
      `STORE_URL=${url}: must be the addresses of Memcached nodes, such as memcached://memcached-1:11211,memcached-2:11211`,
    ])
  }
  return addresses
}
