import { expect, test } from 'vitest'
import type { SessionStore } from '../../targets/web/session-store.ts'
import { aConnectionToCut } from '../a-connection-to-cut.ts'
import { answers } from './patience.ts'

/** A store that is reached over one connection, through whatever port of 127.0.0.1 it is given. */
export interface StoreOverConnection {
  /** Where it listens. */
  port(): number
  /** Opens it anew, on a port from which this one is reached; it should give up after this long. */
  open(port: number, timeoutMs: number): SessionStore
}

/** What becomes of a write whose connection dies before its answer, for one kind of store. */
export function describeCutConnection(name: string, { port, open }: StoreOverConnection): void {
  test(`a write on a connection to ${name} that dies is in doubt at once, and is not sent again`, async () => {
    await using way = await aConnectionToCut(port())
    // Longer than the test may take: what ends the write is the connection, not the time-out.
    await using store = open(way.port, 3_600_000)
    await answers(store)
    const token = await store.create({ owner: 'user-1', padding: '' })

    const swallowed = way.swallow()
    const written = store.add(token, 1)
    await swallowed
    way.cut()
    await expect(written).rejects.toMatchObject({ name: 'StoreUnavailable', applied: 'unknown' })

    await answers(store)
    expect(await store.read(token)).toMatchObject({ items: [] })
  })
}
