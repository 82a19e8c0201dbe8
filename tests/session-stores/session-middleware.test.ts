import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digest } from '../../targets/web/items.ts'
import * as expressSession from '../../targets/web/middleware/express-session.ts'
import * as fastifySession from '../../targets/web/middleware/fastify-session.ts'
import { aConnectionToCut } from '../a-connection-to-cut.ts'
import { eventually } from '../eventually.ts'
import { freeze } from '../freeze.ts'
import { type ARedis, aRedis } from './a-redis.ts'
import { patientMs } from './patience.ts'

let redis: ARedis

beforeAll(async () => {
  redis = await aRedis()
})

afterAll(() => redis[Symbol.asyncDispose]())

const kinds = [
  ['express-session', expressSession],
  ['fastify-session', fastifySession],
] as const

describe.each(kinds)('%s', (name, { open }) => {
  /** A server that listens, ready; each is another process to its users. */
  async function aServer(options: { port?: number; timeoutMs?: number; serverName?: string } = {}) {
    const server = await aServerThatMayWait(options)
    await eventually(async () => expect((await fetch(`${server.address}/healthz`)).status).toBe(200))
    return server
  }

  /** The same, ready or not. */
  async function aServerThatMayWait({ port = redis.port, timeoutMs = patientMs, serverName = 'web-1' } = {}) {
    const server = open({
      serverName,
      storeName: name,
      sessionBytes: 64,
      url: `redis://127.0.0.1:${port}`,
      ttlMs: 60_000,
      timeoutMs,
      now: () => performance.now(),
      secrets: ['a secret of thirty-two characters'],
      onError: (error) => {
        throw error
      },
    })
    const address = await server.listen(0)
    return { address, [Symbol.asyncDispose]: () => server.close() }
  }

  /** A user with a browser, who logs in at a server and may ask any. */
  function aUser(address: string) {
    let cookie = ''
    const ask = async (method: string, path: string, body?: object, at = address) => {
      const answer = await fetch(`${at}${path}`, {
        method,
        headers: { cookie, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      })
      const changed = answer.headers.get('set-cookie')
      if (changed) cookie = changed.split(';')[0] ?? ''
      const text = await answer.text()
      return { status: answer.status, headers: answer.headers, body: text && JSON.parse(text) }
    }
    return {
      ask,
      login: (owner = 'user-1') => ask('POST', '/session', { owner }),
      /** Another tab, at another server, that keeps the cookie it has now. */
      tab: (at: string) => {
        const kept = cookie
        return (method: string, path: string, body?: object) => {
          cookie = kept
          return ask(method, path, body, at)
        }
      },
    }
  }

  describe('the session contract', () => {
    test('login, write, read, and the same write again', async () => {
      await using server = await aServer()
      const { ask, login } = aUser(server.address)
      const begun = await login()
      expect([begun.status, begun.body]).toEqual([201, { owner: 'user-1', count: 0, digest: '0' }])
      expect(begun.headers.get('set-cookie')).toMatch(/^session=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/)
      expect(begun.headers.get('served-by')).toBe('web-1')

      const known = { owner: 'user-1', count: 1, digest: digest('user-1', [1]) }
      for (const _ of [1, 2]) {
        const written = await ask('POST', '/session/items', { item: 1 })
        expect([written.status, written.body]).toEqual([200, known])
      }
      const read = await ask('GET', '/session')
      expect([read.status, read.body]).toEqual([200, known])
      expect((await ask('GET', '/session/items')).body).toEqual({ owner: 'user-1', items: [1] })
    })

    test('a second server reads what the first one wrote', async () => {
      await using one = await aServer()
      await using other = await aServer({ serverName: 'web-2' })
      const { ask, login } = aUser(one.address)
      await login('ユーザー 🦉')
      await ask('POST', '/session/items', { item: 1 })
      const read = await ask('GET', '/session', undefined, other.address)
      expect(read.headers.get('served-by')).toBe('web-2')
      expect(read.body).toMatchObject({ owner: 'ユーザー 🦉', count: 1 })
    })

    test('a logout ends the session, and a write after it is refused', async () => {
      await using server = await aServer()
      const { ask, login } = aUser(server.address)
      await login()
      const logout = await ask('DELETE', '/session')
      expect(logout.status).toBe(204)
      expect(logout.headers.get('set-cookie')).toMatch(/^session=; /)
      const after = [
        await ask('POST', '/session/items', { item: 1 }),
        await ask('GET', '/session'),
        await ask('GET', '/session/items'),
        await ask('DELETE', '/session'),
      ]
      for (const { status, body } of after)
        expect([status, body]).toEqual([404, { error: 'no such session' }])
    })

    test('a session ends when its time is over, which starts anew with each read', async () => {
      await using server = await aServer()
      const { ask, login } = aUser(server.address)
      await login()
      await redis.elapse(45_000)
      expect((await ask('GET', '/session')).status).toBe(200)
      await redis.elapse(45_000)
      expect((await ask('GET', '/session')).status).toBe(200)
      await redis.elapse(61_000)
      expect((await ask('GET', '/session')).status).toBe(404)
    })

    test('what is wrong is refused, with a reason and its name', async () => {
      await using server = await aServer()
      const { ask, login } = aUser(server.address)
      await login()
      const refused = [
        [400, await ask('POST', '/session', { owner: 7 })],
        [400, await ask('POST', '/session/items', { item: 0 })],
        [413, await ask('POST', '/session', { owner: 'x'.repeat(257) })],
        [413, await ask('POST', '/session', { owner: 'x'.repeat(5000) })],
        [404, await ask('GET', '/')],
      ] as const
      for (const [status, answer] of refused) {
        expect([answer.status, answer.body]).toEqual([status, { error: expect.any(String) }])
        expect(answer.headers.get('served-by')).toBe('web-1')
      }
    })

    test('200 users at once are kept apart', async () => {
      await using server = await aServer()
      const reads = await Promise.all(
        Array.from({ length: 200 }, async (_, n) => {
          const { ask, login } = aUser(server.address)
          await login(`user-${n}`)
          for (const item of [1, 2, 3]) await ask('POST', '/session/items', { item })
          return (await ask('GET', '/session')).body
        }),
      )
      reads.forEach((read, n) => {
        expect(read).toEqual({ owner: `user-${n}`, count: 3, digest: digest(`user-${n}`, [1, 2, 3]) })
      })
    })
  })

  test('the state is told: replays, the store, not ready while it closes', async () => {
    await using server = await aServer()
    const attempt = { headers: { 'outlast-operation': '7/1/1' } }
    for (const _ of [1, 2]) await fetch(`${server.address}/session`, attempt)
    expect(await (await fetch(`${server.address}/status`)).json()).toMatchObject({
      server: 'web-1',
      store: name,
      replays: 1,
    })
  })

  describe('what a middleware that stores the whole session cannot do', () => {
    /** A write on its way to Redis that others overtake. */
    async function aSlowWrite() {
      const way = await aConnectionToCut(redis.port)
      const slow = await aServer({ port: way.port })
      const quick = await aServer()
      const { ask, login, tab } = aUser(slow.address)
      await login()
      const held = way.holdFrom('SET')
      const written = ask('POST', '/session/items', { item: 1 })
      await held
      return {
        tab: tab(quick.address),
        async finish() {
          way.release()
          expect((await written).status).toBe(200)
        },
        async [Symbol.asyncDispose]() {
          await Promise.all([slow[Symbol.asyncDispose](), quick[Symbol.asyncDispose]()])
          await way[Symbol.asyncDispose]()
        },
      }
    }

    test('of two writes at once, both acknowledged, it loses one', async () => {
      await using slow = await aSlowWrite()
      const other = await slow.tab('POST', '/session/items', { item: 2 })
      expect([other.status, other.body.count]).toEqual([200, 1])
      await slow.finish()
      expect((await slow.tab('GET', '/session/items')).body).toEqual({ owner: 'user-1', items: [1] })
    })

    test('a write that began before a logout brings the session back', async () => {
      await using slow = await aSlowWrite()
      expect((await slow.tab('DELETE', '/session')).status).toBe(204)
      await slow.finish()
      expect((await slow.tab('GET', '/session')).body).toMatchObject({ owner: 'user-1', count: 1 })
    })
  })

  test('Redis away: 503 and never 404, then the server goes on by itself', async () => {
    await using server = await aServer({ timeoutMs: 1000 })
    const { ask, login } = aUser(server.address)
    await eventually(async () => expect((await login()).status).toBe(201))
    await freeze(redis.container)
    try {
      const first = await ask('POST', '/session/items', { item: 1 })
      expect(first.status).toBe(503)
      await eventually(async () => {
        const refused = await ask('POST', '/session/items', { item: 1 })
        expect([refused.status, refused.headers.get('outlast-applied')]).toEqual([503, 'no'])
      })
      await eventually(async () => expect((await ask('GET', '/healthz')).status).toBe(503))
    } finally {
      await redis.container.unpause()
    }
    await eventually(async () => expect((await ask('GET', '/session')).status).toBe(200))
    await eventually(async () => expect((await ask('GET', '/healthz')).status).toBe(200))
  })

  test('Redis away at start: not ready and 503; killed later: 503 and never 404; ready by itself each time', async () => {
    await redis.container.kill()
    await using server = await aServerThatMayWait({ timeoutMs: 1000 })
    const { ask, login } = aUser(server.address)
    const ready = () => eventually(async () => expect((await ask('GET', '/healthz')).status).toBe(200))
    try {
      expect((await ask('GET', '/healthz')).status).toBe(503)
      expect((await login()).status).toBe(503)
    } finally {
      await redis.container.start()
    }
    await ready()
    await eventually(async () => expect((await login()).status).toBe(201))
    await redis.container.kill()
    try {
      for (const path of ['/session', '/session/items']) expect((await ask('GET', path)).status).toBe(503)
      expect((await ask('DELETE', '/session')).status).toBe(503)
    } finally {
      await redis.container.start()
    }
    await ready()
  })

  test('a Redis that is full refuses logins and writes, names the cause, and still reads', async () => {
    await using server = await aServer()
    const { ask, login } = aUser(server.address)
    await login()
    await redis.admin.config('SET', 'maxmemory', '1')
    try {
      const refused = [await ask('POST', '/session/items', { item: 1 }), await aUser(server.address).login()]
      for (const { status, headers, body } of refused) {
        expect([status, headers.get('outlast-applied')]).toEqual([503, 'no'])
        expect(body.error).toContain("used memory > 'maxmemory'")
      }
    } finally {
      await redis.admin.config('SET', 'maxmemory', '0')
    }
    expect((await ask('GET', '/session')).body).toMatchObject({ owner: 'user-1', count: 0 })
  })
})
