import { isSessionId, newSessionId } from '../session-id.ts'
import type { Session, SessionStore, StoreOptions } from '../session-store.ts'
import { SettingsError } from '../settings.ts'
import { cleanUpRegularly } from './postgres/clean-up.ts'
import { openConnections } from './postgres/connections.ts'
import { makeTables } from './postgres/schema.ts'
import * as statements from './postgres/statements.ts'

interface Row {
  owner: string
  padding: string
  /** Numbers as text: not every bigint is a number. */
  items: string[]
}

/**
 * Sessions in a PostgreSQL, shared by all servers: a row for each session and one for each item. Needs a URL such as
 * postgres://postgres@10.1.2.102:5432/postgres; makes its tables itself.
 */
export function open({ url, ttlMs, timeoutMs }: StoreOptions): SessionStore {
  const connections = openConnections(databaseIn(url), timeoutMs)
  const stop = new AbortController()
  const tables = makeTables(connections, stop.signal)
  void cleanUpRegularly(connections, stop.signal)

  const query = async <Row extends object>(
    statement: { name: string; text: string },
    ...values: unknown[]
  ) => {
    if (tables.trouble) throw tables.trouble
    return connections.query<Row & Record<string, unknown>>({ ...statement, values })
  }

  return {
    async create({ owner, padding }) {
      const token = newSessionId()
      await query(statements.create, token, ttlMs, owner, padding)
      return token
    },
    async read(token) {
      if (!isSessionId(token)) return undefined
      return sessionOf((await query<Row>(statements.read, token, ttlMs)).rows[0])
    },
    async add(token, item) {
      if (!isSessionId(token)) return undefined
      return sessionOf((await query<Row>(statements.add, token, ttlMs, item)).rows[0])
    },
    async remove(token) {
      return isSessionId(token) && (await query(statements.remove, token)).rowCount === 1
    },
    ping: async () => void (await query({ name: 'ping', text: 'SELECT' })),
    async [Symbol.asyncDispose]() {
      stop.abort()
      await connections[Symbol.asyncDispose]()
    },
  }
}

const sessionOf = (row: Row | undefined): Session | undefined =>
  row && { owner: row.owner, items: row.items.map(Number) }

function databaseIn(url = ''): string {
  if (!/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new SettingsError([
      `STORE_URL=${url}: must be the address of a PostgreSQL database, such as postgres://postgres@postgres:5432/postgres`,
    ])
  }
  return url
}
