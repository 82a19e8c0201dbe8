/*
 * One statement each, hence atomic. Time is the database's own, one clock for all web servers. A session whose time is
 * over is no session, whether or not the clean-up has been there.
 */

const life = (parameter: string) => `now() + ${parameter} * interval '1 millisecond'`

/** $1 id, $2 time to live in ms, $3 owner, $4 padding. */
export const create = {
  name: 'create-session',
  text: `INSERT INTO sessions (id, expires_at, owner, padding) VALUES ($1, ${life('$2')}, $3, $4)`,
}

/** Locks the session, if there is one, against its end: what follows in the statement happens to a living session. */
const touched = `
touched AS (
  UPDATE sessions SET expires_at = ${life('$2')} WHERE id = $1 AND expires_at > now() RETURNING owner, padding
)`

/** $1 id, $2 time to live in ms. */
export const read = {
  name: 'read-session',
  text: `
WITH ${touched}
SELECT owner, padding, ARRAY(SELECT item FROM session_items WHERE session_id = $1) AS items FROM touched`,
}

/**
 * $1 id, $2 time to live in ms, $3 item. The statement does not see what it inserts itself, hence the union; nor what
 * others insert while it waits for the session, which the user did not know of either when this was asked.
 */
export const add = {
  name: 'add-item',
  text: `
WITH ${touched}, added AS (
  INSERT INTO session_items (session_id, item) SELECT $1, $3 FROM touched ON CONFLICT DO NOTHING
)
SELECT owner, padding,
       ARRAY(SELECT item FROM session_items WHERE session_id = $1 UNION SELECT $3::bigint) AS items
FROM touched`,
}

/** $1 id. */
export const remove = {
  name: 'remove-session',
  text: 'DELETE FROM sessions WHERE id = $1 AND expires_at > now()',
}

/** $1 how many at most. Others that clean up at the same time take other rows, none waits for a row in use. */
export const cleanUp = {
  name: 'clean-up',
  text: `
DELETE FROM sessions WHERE id IN (
  SELECT id FROM sessions WHERE expires_at <= now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
)`,
}
