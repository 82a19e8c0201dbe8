import { randomInt } from 'node:crypto'
import { pause } from '../../pause.ts'
import type { Connections } from './connections.ts'
import { cleanUp } from './statements.ts'

/** How often each server deletes what has expired, give or take a half, so that the servers don't do it together. */
const everyMs = 60_000
/** How many it deletes at a time: a pause that nobody notices. */
const batch = 1000

/** Deletes expired sessions now and then, until the signal. PostgreSQL itself knows no expiry. */
export async function cleanUpRegularly(connections: Connections, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs / 2 + randomInt(everyMs), signal)
    await deleteExpired(connections, signal)
  }
}

/** Deletes all that has expired. A database in trouble is left alone until the next time. */
export async function deleteExpired(connections: Connections, signal: AbortSignal): Promise<void> {
  let deleted = batch
  while (deleted === batch && !signal.aborted) {
    deleted = await connections.query({ ...cleanUp, values: [batch] }).then(
      ({ rowCount }) => rowCount ?? 0,
      () => 0,
    )
  }
}
