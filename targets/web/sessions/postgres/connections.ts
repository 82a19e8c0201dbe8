import {
  DatabaseError,
  Pool,
  type PoolClient,
  type QueryConfig,
  type QueryResult,
  type QueryResultRow,
} from 'pg'
import { StoreUnavailable } from '../../session-store.ts'

/** Connections to a database that is waited for only so long. */
export interface Connections extends AsyncDisposable {
  /** Throws StoreUnavailable when the database is away, too slow, or refuses the statement. */
  query<Row extends QueryResultRow>(statement: string | QueryConfig): Promise<QueryResult<Row>>
}

/** pg takes it, its types don't know of it. */
interface TimedQuery extends QueryConfig {
  readonly query_timeout: number
}

/** With three servers 60 of the 300 connections that the database allows, and room for the servers to come. */
const poolSize = 20

/** Opens connections as they are needed, and answers within `timeoutMs` what they are asked. */
export function openConnections(url: string, timeoutMs: number): Connections {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    // For a free connection as for a new one: the pool would wait for ever.
    connectionTimeoutMillis: timeoutMs / 2,
    // Sooner than we give up, so that a database which is slow, but there, says that it did not do it.
    statement_timeout: Math.ceil(timeoutMs * 0.4),
    keepAlive: true,
    application_name: 'outlast-web',
  })
  // A connection that dies idle is the pool's affair, one in use is told to whoever uses it. Without these two
  // listeners either would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))

  const connect = async (): Promise<PoolClient> => {
    try {
      return await pool.connect()
    } catch (cause) {
      throw new StoreUnavailable('no', `postgres is away: ${messageOf(cause)}`, { cause })
    }
  }

  return {
    async query(statement) {
      const startedMs = performance.now()
      const client = await connect()
      const leftMs = Math.max(1, timeoutMs - (performance.now() - startedMs))
      const timed: TimedQuery = {
        ...(typeof statement === 'string' ? { text: statement } : statement),
        query_timeout: leftMs,
      }
      try {
        const result = await client.query(timed)
        client.release()
        return result
      } catch (cause) {
        // Whatever it was asked may still be on its way: the next user would get, or wait for, the answer to that.
        client.release(true)
        // An error in the database's own words means that the statement was rolled back.
        const applied = cause instanceof DatabaseError ? 'no' : 'unknown'
        throw new StoreUnavailable(applied, `postgres: ${messageOf(cause)}`, { cause })
      }
    },
    [Symbol.asyncDispose]: () => pool.end(),
  }
}

// Where a name has several addresses, the reason of each is in `errors` and the message is empty.
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}
