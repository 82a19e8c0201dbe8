import { connect } from 'node:net'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { digest } from './items.ts'
import { createServer } from './server.ts'
import { type Session, type SessionStore, StateTooLarge, StoreUnavailable } from './session-store.ts'
import { open } from './sessions/memory.ts'
import { noWork, type Work } from './work.ts'

const onError = vi.fn()
const servers: FastifyInstance[] = []

afterEach(async () => {
  onError.mockClear()
  for (const server of servers.splice(0)) {
    server.server.closeAllConnections()
    await server.close()
  }
})

function aServer(changes: Partial<SessionStore> = {}, work: Partial<Work> = {}): FastifyInstance {
  const store = { ...open({ ttlMs: 60_000, now: () => 0 }), ...changes }
  const server = createServer({
    serverName: 'web-2',
    store,
    storeName: 'memory',
    sessionBytes: 64,
    work: { ...noWork, ...work },
    onError,
  })
  servers.push(server)
  return server
}

/** A server and the cookie of a session on it. */
async function aSession(changes?: Partial<SessionStore>, work?: Partial<Work>) {
  const server = aServer(changes, work)
  const login = await server.inject({ method: 'POST', url: '/session', payload: { owner: 'user-1' } })
  const cookie = String(login.headers['set-cookie']).split(';')[0] ?? ''
  const ask = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    server.inject({ method, url, headers: { cookie }, ...(payload && { payload }) })
  return { server, login, cookie, ask }
}

describe('the session contract', () => {
  test('a login answers the empty session and its cookie', async () => {
    const { login } = await aSession()
    expect(login.statusCode).toBe(201)
    expect(login.json()).toEqual({ owner: 'user-1', count: 0, digest: '0' })
    expect(login.headers['set-cookie']).toMatch(/^session=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test('a write answers the session with the item, and the same item twice is stored once', async () => {
    const { ask } = await aSession()
    const first = await ask('POST', '/session/items', { item: 1 })
    expect(first.statusCode).toBe(200)
    expect(first.json()).toEqual({ owner: 'user-1', count: 1, digest: digest('user-1', [1]) })
    const again = await ask('POST', '/session/items', { item: 1 })
    expect(again.json()).toEqual(first.json())
  })

  test('a read answers the session, and its items to whoever asks for them', async () => {
    const { ask } = await aSession()
    for (const item of [1, 2]) await ask('POST', '/session/items', { item })
    const read = await ask('GET', '/session')
    expect(read.statusCode).toBe(200)
    expect(read.json()).toEqual({ owner: 'user-1', count: 2, digest: digest('user-1', [1, 2]) })
    expect((await ask('GET', '/session/items')).json()).toEqual({ owner: 'user-1', items: [1, 2] })
  })

  test('a logout ends the session once, and clears the cookie', async () => {
    const { ask } = await aSession()
    const logout = await ask('DELETE', '/session')
    expect(logout.statusCode).toBe(204)
    expect(logout.headers['set-cookie']).toBe('session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0')
    expect((await ask('DELETE', '/session')).statusCode).toBe(404)
  })

  test.each([
    ['GET', '/session', undefined],
    ['GET', '/session/items', undefined],
    ['POST', '/session/items', { item: 1 }],
    ['DELETE', '/session', undefined],
  ] as const)(
    '%s %s without a session is 404, whether the cookie is old or missing',
    async (method, url, payload) => {
      const { server, ask } = await aSession()
      await ask('DELETE', '/session')
      const unknown = [
        await ask(method, url, payload),
        await server.inject({ method, url, ...(payload && { payload }) }),
      ]
      for (const answer of unknown) {
        expect(answer.statusCode).toBe(404)
        expect(answer.json()).toEqual({ error: 'no such session' })
      }
      expect((await ask('GET', '/session')).statusCode).toBe(404)
    },
  )

  test('a store that moves the session to another token has it put into the cookie', async () => {
    const { ask } = await aSession({ read: async () => ({ owner: 'user-1', items: [], token: 'moved' }) })
    expect((await ask('GET', '/session')).headers['set-cookie']).toMatch(/^session=moved;/)
  })

  test('the padding is as long as the settings say, and of this session only', async () => {
    const paddings: string[] = []
    const server = aServer({ create: async ({ padding }) => String(paddings.push(padding)) })
    const login = { method: 'POST', url: '/session', payload: { owner: 'user-1' } } as const
    await server.inject(login)
    await server.inject(login)
    expect(paddings.map((padding) => Buffer.byteLength(padding))).toEqual([64, 64])
    expect(paddings[0]).not.toBe(paddings[1])
  })
})

describe('the work beside the sessions', () => {
  test('is, of a login, done before there is a session', async () => {
    const create = vi.fn(async () => 'abc')
    // A cost that no scrypt takes.
    const server = aServer({ create }, { loginCost: 1000 })
    const login = await server.inject({ method: 'POST', url: '/session', payload: { owner: 'user-1' } })
    expect(login.statusCode).toBe(500)
    expect(create).not.toHaveBeenCalled()
  })

  test('is, of a write, done before it is stored: a logout overtakes it', async () => {
    const { ask } = await aSession({}, { writeTakesMs: 200 })
    const write = ask('POST', '/session/items', { item: 1 })
    expect((await ask('DELETE', '/session')).statusCode).toBe(204)
    expect((await write).statusCode).toBe(404)
  })
})

describe('what it refuses', () => {
  const json = { 'content-type': 'application/json' }
  test.each<[number, InjectOptions]>([
    [400, { method: 'POST', url: '/session', headers: json, payload: '{"owner":' }],
    [400, { method: 'POST', url: '/session', headers: json, payload: '' }],
    [400, { method: 'POST', url: '/session', headers: json, payload: 'null' }],
    [400, { method: 'POST', url: '/session', payload: { owner: 7 } }],
    [400, { method: 'POST', url: '/session/items', payload: { item: 0 } }],
    [413, { method: 'POST', url: '/session', payload: { owner: 'x'.repeat(257) } }],
    [413, { method: 'POST', url: '/session', payload: { owner: 'x'.repeat(5000) } }],
    [415, { method: 'POST', url: '/session', headers: { 'content-type': 'text/plain' }, payload: 'owner' }],
    [404, { method: 'GET', url: '/' }],
    [404, { method: 'PUT', url: '/session', payload: {} }],
    [400, { method: 'GET', url: '/%zz' }],
  ])('is %i for %o, in JSON and with its name', async (status, request) => {
    const answer = await aServer().inject(request)
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toEqual({ error: expect.any(String) })
    expect(answer.headers['served-by']).toBe('web-2')
  })

  test('a session that is larger than the store can hold is 413', async () => {
    const { ask } = await aSession({ add: () => Promise.reject(new StateTooLarge('4 KB at most')) })
    const answer = await ask('POST', '/session/items', { item: 1 })
    expect([answer.statusCode, answer.json()]).toEqual([413, { error: '4 KB at most' }])
  })

  test('what is not HTTP is 400 with its name, too', async () => {
    const port = await listening(aServer())
    expect(await connection(port, 'garbage\r\n\r\n').everything).toMatch(
      /^HTTP\/1.1 400 .*\r\nServed-By: web-2\r\n/,
    )
  })
})

describe('a store in trouble', () => {
  const down = (applied: 'no' | 'unknown') => () =>
    Promise.reject(new StoreUnavailable(applied, 'redis is away'))
  const allDown = (applied: 'no' | 'unknown') => {
    const fail = down(applied)
    return { create: fail, read: fail, add: fail, remove: fail }
  }
  const operations = [
    { method: 'POST', url: '/session', payload: { owner: 'user-1' } },
    { method: 'POST', url: '/session/items', payload: { item: 1 } },
    { method: 'GET', url: '/session' },
    { method: 'DELETE', url: '/session' },
  ] as const

  test.each(operations)('makes $method $url a 503, never a 404', async (operation) => {
    const headers = { cookie: 'session=abc' }
    const unknown = await aServer(allDown('unknown')).inject({ ...operation, headers })
    expect([unknown.statusCode, unknown.json()]).toEqual([503, { error: 'redis is away' }])
    expect(unknown.headers).toMatchObject({ 'served-by': 'web-2' })
    expect(unknown.headers).not.toHaveProperty('outlast-applied')

    const no = await aServer(allDown('no')).inject({ ...operation, headers })
    expect(no.statusCode).toBe(503)
    expect(no.headers).toMatchObject({ 'served-by': 'web-2', 'outlast-applied': 'no' })
  })

  test('an error that nobody foresaw is a 500 that may have been applied, and is told', async () => {
    const error = new TypeError('secret')
    const { ask } = await aSession({ add: () => Promise.reject(error) })
    const answer = await ask('POST', '/session/items', { item: 1 })
    expect([answer.statusCode, answer.json()]).toEqual([500, { error: 'internal error' }])
    expect(answer.headers).not.toHaveProperty('outlast-applied')
    expect(onError).toHaveBeenCalledExactlyOnceWith(error)
  })

  test('makes the server not ready, with the reason', async () => {
    const server = aServer({ ping: down('no') })
    await vi.waitUntil(async () => (await server.inject('/healthz')).json().reason === 'redis is away')
    const answer = await server.inject('/healthz')
    expect([answer.statusCode, answer.json()]).toEqual([503, { ready: false, reason: 'redis is away' }])
  })
})

describe('the state of the server', () => {
  test('is ready once the store has answered', async () => {
    const server = aServer()
    await vi.waitUntil(async () => (await server.inject('/healthz')).statusCode === 200)
  })

  test('is told by GET /status: sessions, replays, versions', async () => {
    const { server } = await aSession()
    const attempt = { url: '/session', headers: { 'outlast-operation': '7/1/1' } }
    for (const request of [attempt, attempt]) await server.inject(request)
    expect((await server.inject('/status')).json()).toEqual({
      server: 'web-2',
      store: 'memory',
      sessions: 1,
      replays: 1,
      uptimeSeconds: expect.any(Number),
      versions: { node: process.versions.node, fastify: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    })
  })
})

describe('closing', () => {
  test('finishes what it has, over connections that close after it, and says that it is not ready', async () => {
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
    const { promise: session, resolve: answer } = Promise.withResolvers<Session>()
    const server = aServer({
      read() {
        ask()
        return session
      },
    })
    const port = await listening(server)
    const busy = connection(port, 'GET /session HTTP/1.1\r\nHost: web\r\nCookie: session=abc\r\n\r\n')
    const halfSent = connection(port, 'GET /healthz HTTP/1.1\r\nHost: web\r\n')
    const idle = connection(port, 'GET /status HTTP/1.1\r\nHost: web\r\n\r\n')
    await Promise.all([asked, idle.firstBytes])

    const closed = server.close()
    expect(await idle.everything).toContain('Connection: keep-alive')
    halfSent.socket.write('\r\n')
    expect(await halfSent.everything).toMatch(/^HTTP\/1.1 503 .*"reason":"the server is shutting down"/s)
    answer({ owner: 'user-1', items: [] })
    expect(await busy.everything).toMatch(/^HTTP\/1.1 200 .*\r\nconnection: close\r\n.*"owner":"user-1"/is)
    await closed
  })
})

async function listening(server: FastifyInstance): Promise<number> {
  await server.listen({ host: '127.0.0.1', port: 0 })
  const address = server.server.address()
  if (typeof address !== 'object' || !address) throw new Error('the server has no port')
  return address.port
}

/** A TCP connection that has said `text`; `everything` is what came back until the other side closed it. */
function connection(port: number, text: string) {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  socket.write(text)
  const { promise: firstBytes, resolve } = Promise.withResolvers<void>()
  socket.once('data', () => resolve())
  const everything = socket.toArray().then((pieces) => pieces.join(''))
  return { socket, firstBytes, everything }
}
