import type { types } from 'cassandra-driver'
import { isSessionId, newSessionId } from '../session-id.ts'
import type { Session, SessionStore, StoreOptions } from '../session-store.ts'
import { SettingsError } from '../settings.ts'
import { createTurns } from '../turns.ts'
import { openRing } from './cassandra/ring.ts'
import * as statements from './cassandra/statements.ts'

/**
 * Sessions in a Cassandra ring, three copies of each, two of which must answer. Needs the address of at least one node,
 * such as cassandra://10.1.2.124:9042,10.1.2.125:9042; makes its tables itself. No session lives longer than 30 days.
 */
export function open({ url, path, ttlMs, timeoutMs }: StoreOptions): SessionStore {
  const nodes = nodesIn(url)
  const ttlSeconds = Math.ceil(ttlMs / 1000)
  if (ttlSeconds > statements.dataSeconds) {
    throw new SettingsError([
      `SESSION_TTL_SECONDS=${ttlSeconds}: no session here lives longer than ${statements.dataSeconds}`,
    ])
  }
  const ring = openRing(nodes, { timeoutMs, ...(path && { path }) })
  const touch = (token: string) => ({ query: statements.touch, params: [ttlSeconds, token] })
  // Conditions on one row at the same time make each other start again: those of this server wait for each other.
  const turns = createTurns()

  const load = async (token: string): Promise<Session | undefined> =>
    sessionOf((await ring.ask(statements.read, [token])).first())

  return {
    async create({ owner, padding }) {
      const token = newSessionId()
      const begin = { query: statements.create, params: [token, owner, padding] }
      // Asked again, of a slow node, it would begin anew what its user has ended meanwhile.
      await ring.askTogether([begin, touch(token)], { again: false })
      return token
    },
    async read(token) {
      const session = isSessionId(token) ? await load(token) : undefined
      if (session) await ring.ask(statements.touch, [ttlSeconds, token])
      return session
    },
    async add(token, item) {
      if (!isSessionId(token)) return undefined
      const put = { query: statements.add, params: [[item], token] }
      const added = await turns.take(token, () => ring.askTogether([put, touch(token)]))
      return added ? load(token) : undefined
    },
    async remove(token) {
      if (!isSessionId(token)) return false
      // Asked again it would say that there was none.
      const answer = await turns.take(token, () => ring.ask(statements.remove, [token], { again: false }))
      return answer.wasApplied()
    },
    ping: async () => void (await ring.ask(statements.read, ['ping'])),
    [Symbol.asyncDispose]: () => ring[Symbol.asyncDispose](),
  }
}

function sessionOf(row: types.Row | null): Session | undefined {
  if (!row?.owner || !row.alive) return undefined
  return { owner: row.owner, items: (row.items ?? []).map(Number) }
}

function nodesIn(url = ''): string[] {
  const nodes = url.startsWith('cassandra://') ? url.slice('cassandra://'.length).split(',') : []
  const ok = nodes.length > 0 && nodes.every((node) => URL.parse(`cassandra://${node}`)?.port)
  if (ok) return nodes
  throw new SettingsError([
    `STORE_URL=${url}: must be the addresses of Cassandra nodes, such as cassandra://cassandra-1:9042,cassandra-2:9042`,
  ])
}
