import { pause } from '../../pause.ts'
import { reconnectDelayMs } from '../../reconnect-delay.ts'
import { StoreUnavailable } from '../../session-store.ts'
import type { Connections } from './connections.ts'

/** Any number that nothing else in this database takes for a lock. */
const lock = 20_260_131

/*
 * Makes what is missing. All web servers do this when they start, at the same time, and `IF NOT EXISTS` alone fails
 * when two make the same table at once: the lock, which ends with the transaction, lets them in one by one. As one
 * query of many statements it is one transaction.
 */
const schema = `
SELECT pg_advisory_xact_lock(${lock});
CREATE TABLE IF NOT EXISTS sessions (
  id text PRIMARY KEY,
  owner text NOT NULL,
  padding text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_expires_at ON sessions (expires_at);
CREATE TABLE IF NOT EXISTS session_items (
  session_id text NOT NULL REFERENCES sessions ON DELETE CASCADE,
  item bigint NOT NULL,
  PRIMARY KEY (session_id, item)
);`

/** The tables; `trouble` says why there is no store yet. */
export interface Tables {
  readonly trouble: StoreUnavailable | undefined
}

/** Makes the tables as soon as the database lets it. */
export function makeTables(connections: Connections, signal: AbortSignal): Tables {
  const tables: { trouble: StoreUnavailable | undefined } = {
    trouble: new StoreUnavailable('no', 'postgres: the tables are not there yet'),
  }
  const make = async () => {
    for (let attempt = 1; !signal.aborted && tables.trouble; attempt += 1) {
      tables.trouble = await connections.query(schema).then(() => undefined, notYet)
      if (tables.trouble) await pause(reconnectDelayMs(attempt), signal)
    }
  }
  void make()
  return tables
}

/** Whatever became of the tables, nothing was asked of the sessions in them. */
const notYet = (cause: Error) => new StoreUnavailable('no', cause.message, { cause })
