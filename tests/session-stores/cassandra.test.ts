import { Client, types } from 'cassandra-driver'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeSessionStore } from '../../targets/web/session-store.conformance.ts'
import type { SessionStore } from '../../targets/web/session-store.ts'
import { open } from '../../targets/web/sessions/cassandra.ts'
import { type AStack, aStack } from '../a-stack.ts'
import { eventually } from '../eventually.ts'
import { freeze } from '../freeze.ts'
import { type AServer, aServerOver, expectRefused } from './a-server-over.ts'
import { answers, patientMs } from './patience.ts'

const nodes = ['cassandra-1', 'cassandra-2', 'cassandra-3'] as const
/** Each login is a round of Paxos, which a node gives up after 5 s: 100 at once took half of that on a ring just started. */
const crowd = 20

let stack: AStack
let early: AServer
let admin: Client

beforeAll(async () => {
  stack = await aStack('cassandra', nodes)
  // Three servers over a ring that is only just starting: they make the tables together.
  const stores = [1, 2, 3].map(() => aStore())
  early = aServerOver(aStore({ timeoutMs: 1000 }))
  expectRefused(await early.ask('POST', '/session', { owner: 'user-1' }))
  expect((await early.ask('GET', '/healthz')).statusCode).toBe(503)
  await Promise.all(stores.map(answers))
  // What a cold ring gives up is a 503, as it should be. Trials have a warm-up for that.
  const logins = () =>
    stores.flatMap((store) => Array.from({ length: crowd }, () => store.create({ owner: '', padding: '' })))
  await eventually(() => Promise.all(logins()))
  await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()))

  admin = aClient(places())
  await admin.connect()
})

afterAll(async () => {
  await admin?.shutdown()
  await early?.[Symbol.asyncDispose]()
  await stack?.[Symbol.asyncDispose]()
})

const places = () => [124, 125, 126].map((host) => `${stack.network}.${host}:9042`)

function aClient(contactPoints: string[]): Client {
  return new Client({
    contactPoints,
    localDataCenter: 'datacenter1',
    // One node alone might not have what was just stored.
    queryOptions: { consistency: types.consistencies.quorum },
    // Longer than the minute that a node takes at most to empty a table.
    socketOptions: { readTimeout: 70_000 },
  })
}

function aStore({ timeoutMs = patientMs, ttlMs = 60_000 } = {}): SessionStore {
  return open({ url: `cassandra://${places()}`, ttlMs, timeoutMs, now: () => performance.now(), secrets: [] })
}

// Cassandra has no clock to move: each session's time to live is shortened instead.
async function elapse(ms: number): Promise<void> {
  const { rows } = await admin.execute('SELECT id, TTL(alive) AS seconds FROM outlast.sessions')
  for (const { id, seconds } of rows) {
    const left = seconds === null ? 0 : Math.round(seconds - ms / 1000)
    if (left > 0)
      await admin.execute(`UPDATE outlast.sessions USING TTL ${left} SET alive = true WHERE id = '${id}'`)
    else await admin.execute(`DELETE alive FROM outlast.sessions WHERE id = '${id}'`)
  }
}

test('away at start: ready by itself when it comes', async () => {
  await eventually(async () => expect((await early.ask('GET', '/healthz')).statusCode).toBe(200))
  await early.login()
})

describeSessionStore(
  'cassandra',
  async (ttlMs) => {
    const store = aStore({ ttlMs })
    await answers(store)
    await admin.execute('TRUNCATE outlast.sessions')
    return { store, elapse, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
  },
  { crowd },
)

test('a read at the same time does not bring a session back', async () => {
  await using store = aStore()
  await answers(store)
  for (let round = 0; round < 20; round += 1) {
    const token = await store.create({ owner: 'user-1', padding: '' })
    await Promise.all([store.read(token), store.remove(token), store.read(token)])
    expect(await store.read(token)).toBeUndefined()
    expect(await store.add(token, 1)).toBeUndefined()
  }
})

describe('nodes away', () => {
  test('one, dead: everything goes on', async () => {
    await using server = aServerOver(aStore({ timeoutMs: 2000 }))
    await server.login()
    await stack.container('cassandra-2').kill()
    for (const item of [1, 2, 3]) {
      await eventually(async () =>
        expect((await server.ask('POST', '/session/items', { item })).json()).toMatchObject({ count: item }),
      )
    }
    // Asked while the driver still waited for the dead node, it was not healthy for a moment.
    await eventually(async () => expect((await server.ask('GET', '/healthz')).statusCode).toBe(200))
  })

  test('another one, frozen: no quorum, 503 and never 404; thawed: the session is there', async () => {
    await using server = aServerOver(aStore({ timeoutMs: 1000 }))
    await server.login()
    await freeze(stack.container('cassandra-3'))
    try {
      const inDoubt = await server.ask('POST', '/session/items', { item: 1 })
      expect(inDoubt.statusCode).toBe(503)
      expect((await server.ask('GET', '/session')).statusCode).toBe(503)
      await eventually(async () => expect((await server.ask('GET', '/healthz')).statusCode).toBe(503))
    } finally {
      await stack.container('cassandra-3').unpause()
    }
    await eventually(async () => {
      const repeated = await server.ask('POST', '/session/items', { item: 1 })
      expect([repeated.statusCode, repeated.json()]).toMatchObject([200, { owner: 'user-1', count: 1 }])
    })
  })
})
