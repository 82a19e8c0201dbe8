import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeSessionStore } from '../../targets/web/session-store.conformance.ts'
import type { SessionStore } from '../../targets/web/session-store.ts'
import { deleteExpired } from '../../targets/web/sessions/postgres/clean-up.ts'
import { openConnections } from '../../targets/web/sessions/postgres/connections.ts'
import { open } from '../../targets/web/sessions/postgres.ts'
import { type AContainer, aContainer } from '../a-container.ts'
import { describeCutConnection } from './cut-connection.conformance.ts'
import { answers, patientMs } from './patience.ts'
import { describeStoreAway } from './store-away.conformance.ts'

let postgres: AContainer
let admin: Pool

const login = { owner: 'user-1', padding: '' }
const urlOf = (port: number, database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`

beforeAll(async () => {
  postgres = await aContainer('outlast/postgres', 5432)
  admin = new Pool({ connectionString: urlOf(postgres.port), max: 1 })
  admin.on('error', () => {})
})

afterAll(async () => {
  await admin.end()
  await postgres[Symbol.asyncDispose]()
})

function aStore({
  port = postgres.port,
  database = 'postgres',
  timeoutMs = patientMs,
  ttlMs = 60_000,
} = {}): SessionStore {
  return open({ url: urlOf(port, database), ttlMs, timeoutMs, now: () => performance.now(), secrets: [] })
}

// The database has no clock to move: each session is made to expire sooner.
const elapse = (ms: number) =>
  admin.query(`UPDATE sessions SET expires_at = expires_at - $1 * interval '1 millisecond'`, [ms])

describeSessionStore('postgres', async (ttlMs) => {
  const store = aStore({ ttlMs })
  await answers(store)
  await admin.query('TRUNCATE sessions CASCADE')
  return {
    store,
    elapse: async (ms) => void (await elapse(ms)),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
})

describeStoreAway('postgres', {
  containers: () => [postgres],
  open: (timeoutMs) => aStore({ timeoutMs }),
  keeps: 'sessions',
})

describeCutConnection('postgres', {
  port: () => postgres.port,
  open: (port, timeoutMs) => aStore({ port, timeoutMs }),
})

describe('the tables', () => {
  test('are made once, by however many servers that start at the same time', async () => {
    await admin.query('CREATE DATABASE raced')
    const stores = Array.from({ length: 6 }, () => aStore({ database: 'raced' }))
    try {
      await Promise.all(stores.map(answers))
      const tokens = await Promise.all(stores.map((store) => store.create(login)))
      for (const token of tokens) expect(await stores[0]?.read(token)).toMatchObject({ owner: 'user-1' })
    } finally {
      await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()))
    }
  })

  test('lose what has expired, items too, and nothing else, though several clean up at once', async () => {
    await using store = aStore()
    await answers(store)
    await admin.query('TRUNCATE sessions CASCADE')
    await admin.query(
      `INSERT INTO sessions SELECT 'old-' || n, 'user', '', now() - interval '1 second' FROM generate_series(1, 2500) n`,
    )
    await admin.query(`INSERT INTO session_items SELECT id, 1 FROM sessions`)
    const young = await store.create(login)
    await store.add(young, 1)

    await using connections = openConnections(urlOf(postgres.port), patientMs)
    const signal = new AbortController().signal
    await Promise.all([deleteExpired(connections, signal), deleteExpired(connections, signal)])
    const { rows } = await admin.query('SELECT session_id FROM session_items')
    expect(rows).toEqual([{ session_id: young }])
    expect(await store.read(young)).toMatchObject({ items: [1] })
  })

  test('are asked by index, for a session as for what has expired', async () => {
    await using store = aStore()
    await answers(store)
    // Of a table this small it would rather read all.
    await admin.query('SET enable_seqscan = off')
    const plan = async (query: string) => {
      const { rows } = await admin.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${query}`)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    }
    expect(await plan(`SELECT FROM sessions WHERE expires_at <= now()`)).toContain('sessions_expires_at')
    expect(await plan(`SELECT FROM sessions WHERE id = 'a'`)).toContain('sessions_pkey')
    expect(await plan(`SELECT FROM session_items WHERE session_id = 'a'`)).toContain('session_items_pkey')
  })
})

describe('a database in trouble', () => {
  test('that is slow, but there, says that a write was not applied', async () => {
    await using store = aStore()
    // The database gives up after four tenths of this, and has the rest to say so.
    await using impatient = aStore({ timeoutMs: 10_000 })
    await Promise.all([answers(store), answers(impatient)])
    const token = await store.create(login)
    const client = await admin.connect()
    try {
      await client.query('BEGIN')
      await client.query('SELECT FROM sessions WHERE id = $1 FOR UPDATE', [token])
      await expect(impatient.add(token, 1)).rejects.toMatchObject({
        applied: 'no',
        message: 'postgres: canceling statement due to statement timeout',
      })
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
    expect(await store.add(token, 2)).toMatchObject({ items: [2] })
  })
})
