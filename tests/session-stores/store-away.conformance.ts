import { describe, expect, test } from 'vitest'
import type { SessionStore } from '../../targets/web/session-store.ts'
import type { AContainer } from '../a-container.ts'
import { eventually } from '../eventually.ts'
import { freeze } from '../freeze.ts'
import { aServerOver, expectInDoubt, expectRefused } from './a-server-over.ts'

/** A store that runs in containers of its own. */
export interface StoreToLose {
  /** All containers, to be taken away together. */
  containers(): readonly AContainer[]
  /** Opens it anew; it should give up after this long. */
  open(timeoutMs: number): SessionStore
  /** What is left of a session when the containers have been killed and started again. */
  keeps: 'sessions' | 'nothing'
}

/** What a web server does while the store is away, and when it is back, for one kind of store. */
export function describeStoreAway(name: string, { containers, open, keeps }: StoreToLose): void {
  const all = (change: (container: AContainer['container']) => Promise<unknown>) =>
    Promise.all(containers().map(({ container }) => change(container)))

  describe(`${name} away`, () => {
    test('frozen: a write is in doubt, then surely refused; thawed: the session is there', async () => {
      await using server = aServerOver(open(1000))
      await server.login()
      const write = () => server.ask('POST', '/session/items', { item: 1 })
      try {
        // Writes go on while it freezes: one that began after that may find that the server has noticed, and be refused.
        await Promise.all([eventually(async () => expectInDoubt(await write())), all(freeze)])
        await eventually(async () => expectRefused(await server.ask('GET', '/session')))
        await eventually(async () => expect((await server.ask('GET', '/healthz')).statusCode).toBe(503))
      } finally {
        await all((container) => container.unpause())
      }

      await eventually(async () => expect((await server.ask('GET', '/session')).statusCode).toBe(200))
      await eventually(async () =>
        expect((await write()).json()).toMatchObject({ owner: 'user-1', count: 1 }),
      )
      await eventually(async () => expect((await server.ask('GET', '/healthz')).statusCode).toBe(200))
    })

    test(`killed: 503, never 404; started again: ${keeps === 'sessions' ? 'the session is there' : '404, since it keeps nothing'}`, async () => {
      await using server = aServerOver(open(1000))
      await server.login()
      await all((container) => container.kill())
      try {
        // Each may be the one that finds a connection dead, and be in doubt for that.
        await eventually(async () => expectRefused(await server.ask('GET', '/session')))
        await eventually(async () => expectRefused(await server.ask('POST', '/session/items', { item: 1 })))
        await eventually(async () => expectRefused(await server.ask('DELETE', '/session')))
      } finally {
        await all((container) => container.start())
      }
      await eventually(async () => {
        const answer = await server.ask('GET', '/session')
        expect([answer.statusCode, answer.json()]).toEqual(
          keeps === 'sessions'
            ? [200, expect.objectContaining({ owner: 'user-1' })]
            : [404, { error: 'no such session' }],
        )
      })
    })

    test('away at start: not ready and 503; ready by itself when it comes', async () => {
      await all((container) => container.kill())
      await using server = aServerOver(open(1000))
      try {
        expectRefused(await server.ask('POST', '/session', { owner: 'user-1' }))
        expect((await server.ask('GET', '/healthz')).statusCode).toBe(503)
      } finally {
        await all((container) => container.start())
      }
      await eventually(async () => expect((await server.ask('GET', '/healthz')).statusCode).toBe(200))
      await server.login()
    })
  })
}
