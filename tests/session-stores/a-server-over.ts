import { expect } from 'vitest'
import { createServer } from '../../targets/web/server.ts'
import type { SessionStore } from '../../targets/web/session-store.ts'
import { eventually } from '../eventually.ts'

type Answer = Awaited<ReturnType<AServer['ask']>>

/** A web server over a store of its own, and one user of it. */
export interface AServer extends AsyncDisposable {
  ask(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    payload?: object,
  ): Promise<{ statusCode: number; headers: object; json(): unknown }>
  /** Logs the user in, however often that takes while the store comes up. */
  login(): Promise<void>
}

/** Closes the store with the server. Whatever the server does not expect fails the test. */
export function aServerOver(store: SessionStore): AServer {
  const server = createServer({
    serverName: 'web-1',
    store,
    storeName: 'test',
    sessionBytes: 64,
    onError: (error) => {
      throw error
    },
  })
  let cookie = ''
  const ask: AServer['ask'] = async (method, url, payload) => {
    const answer = await server.inject({ method, url, headers: { cookie }, ...(payload && { payload }) })
    const changed = answer.headers['set-cookie']
    if (changed) cookie = String(changed).split(';')[0] ?? ''
    return answer
  }
  return {
    ask,
    login: () =>
      eventually(async () => {
        expect((await ask('POST', '/session', { owner: 'user-1' })).statusCode).toBe(201)
      }),
    async [Symbol.asyncDispose]() {
      await server.close()
      await store[Symbol.asyncDispose]()
    },
  }
}

/** A 503 that says that nothing was done. */
export function expectRefused(answer: Answer): void {
  expect([answer.statusCode, answer.json()]).toEqual([503, { error: expect.any(String) }])
  expect(answer.headers).toMatchObject({ 'served-by': 'web-1', 'outlast-applied': 'no' })
}

/** A 503 that does not say so. */
export function expectInDoubt(answer: Answer): void {
  expect([answer.statusCode, answer.json()]).toEqual([503, { error: expect.any(String) }])
  expect(answer.headers).not.toHaveProperty('outlast-applied')
}
