/*
 * A session is one row. It is there while both `owner` and `alive` are: `alive` has the time to live of a session and
 * is written anew by each read and write, which leaves the rest as it is; the rest has the time to live of the data.
 * An item is an element of a set: adding it twice is adding it once.
 *
 * What begins, changes or ends a session has a condition (Paxos), so that all servers agree on the order of these. Only
 * a read writes without one, and only `alive`: should the session have ended meanwhile that brings no owner back, and is
 * gone by itself.
 */

/** Deletes nothing that lives: a session older than this ends, whatever its reads. */
export const dataSeconds = 30 * 24 * 60 * 60

const exists = 'IF owner != null AND alive != null'

export const keyspace = `
CREATE KEYSPACE IF NOT EXISTS outlast WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': 3}`

/**
 * Servers that start together make the table together. Without an id of its own each would be a table of its own to
 * some of the nodes, for ever; with one they are the same.
 */
export const table = `
CREATE TABLE IF NOT EXISTS outlast.sessions (
  id text PRIMARY KEY, owner text, padding text, items set<bigint>, alive boolean
) WITH id = 5ac3d6f0-8f0b-11f0-a4c5-000000000001`

/** $1 id, $2 owner, $3 padding. */
export const create = `
INSERT INTO outlast.sessions (id, owner, padding) VALUES (?, ?, ?) IF NOT EXISTS USING TTL ${dataSeconds}`

/** $1 time to live in seconds, $2 id. */
export const touch = 'UPDATE outlast.sessions USING TTL ? SET alive = true WHERE id = ?'

/** $1 id. */
export const read = 'SELECT owner, padding, items, alive FROM outlast.sessions WHERE id = ?'

/** $1 the item in a list, $2 id. */
export const add = `
UPDATE outlast.sessions USING TTL ${dataSeconds} SET items = items + ? WHERE id = ? ${exists}`

/** $1 id. */
export const remove = `DELETE FROM outlast.sessions WHERE id = ? ${exists}`
