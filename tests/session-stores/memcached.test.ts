import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeSessionStore } from '../../targets/web/session-store.conformance.ts'
import { type SessionStore, StateTooLarge } from '../../targets/web/session-store.ts'
import { keyOf, open } from '../../targets/web/sessions/memcached.ts'
import { open as openRehash } from '../../targets/web/sessions/memcached-rehash.ts'
import { type AContainer, aContainer } from '../a-container.ts'
import { eventually } from '../eventually.ts'
import { freeze } from '../freeze.ts'
import { describeCutConnection } from './cut-connection.conformance.ts'
import { answers, patientMs } from './patience.ts'
import { describeStoreAway } from './store-away.conformance.ts'

let nodes: AContainer[]

beforeAll(async () => {
  nodes = await Promise.all([1, 2, 3].map(() => aContainer('outlast/memcached', 11211)))
})

afterAll(() => Promise.all(nodes.map((node) => node[Symbol.asyncDispose]())))

function aStore({
  ports = nodes.map(({ port }) => port),
  timeoutMs = patientMs,
  ttlMs = 60_000,
  opening = open,
} = {}): SessionStore {
  const url = `memcached://${ports.map((port) => `127.0.0.1:${port}`).join()}`
  return opening({ url, ttlMs, timeoutMs, now: () => performance.now(), secrets: [] })
}

/**
 * What a node answers to a command, up to the line that ends it. One that has just started may hang up, one that looks
 * through its keys on its own account is BUSY: asked again.
 */
const tell = (port: number, command: string, end: string): Promise<string> =>
  eventually(async () => {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    socket.write(`${command}\r\n`)
    let text = ''
    for await (const data of socket) {
      text += data
      if (text.endsWith(`${end}\r\n`)) return text
      if (text.startsWith('BUSY')) throw new Error(text)
    }
    throw new Error(`the node hung up after "${text}"`)
  })

/** Each key of a node, and when it expires, in seconds since 1970. */
async function keysOn(port: number): Promise<[key: string, expiresAt: number][]> {
  const dump = await tell(port, 'lru_crawler metadump all', 'END')
  return [...dump.matchAll(/^key=(\S+) exp=(\d+)/gm)].map(([, key = '', exp]) => [
    decodeURIComponent(key),
    Number(exp),
  ])
}

/** Those of the sessions that a node has. */
async function on(node: AContainer | undefined, tokens: readonly string[]): Promise<string[]> {
  const keys = (await keysOn(node?.port ?? 0)).map(([key]) => key)
  return tokens.filter((token) => keys.includes(keyOf(token)))
}

const login = { owner: 'user-1', padding: '' }

/** As many sessions as it takes for each node to have some. */
const someEverywhere = (store: SessionStore): Promise<string[]> =>
  Promise.all(Array.from({ length: 60 }, () => store.create(login)))

/** A store is ready when any node answers: this waits for all of them. */
const allAnswer = (store: SessionStore) => eventually(() => someEverywhere(store))

describeSessionStore('memcached', async (ttlMs) => {
  await Promise.all(nodes.map(({ port }) => tell(port, 'flush_all', 'OK')))
  const store = aStore({ ttlMs })
  await allAnswer(store)
  return {
    store,
    // Memcached has no clock to move: each key is made to expire sooner; in the past, at once.
    elapse: async (ms) => {
      for (const { port } of nodes) {
        const nowSeconds = Date.now() / 1000
        for (const [key, expiresAt] of await keysOn(port)) {
          const leftSeconds = Math.round(expiresAt - nowSeconds - ms / 1000)
          await tell(port, `touch ${key} ${leftSeconds > 0 ? leftSeconds : -1}`, 'TOUCHED')
        }
      }
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
})

describeStoreAway('memcached', {
  containers: () => nodes,
  open: (timeoutMs) => aStore({ timeoutMs }),
  keeps: 'nothing',
})

test('one node of three away: its sessions are 503 and never 404, the others go on; back, only its own are gone', async () => {
  await using store = aStore({ timeoutMs: 1000 })
  const tokens = await allAnswer(store)
  const [victim] = nodes
  const struck = await on(victim, tokens)
  expect(struck.length).toBeGreaterThan(0)
  expect(struck.length).toBeLessThan(tokens.length)
  /** What became of each session: there, gone, or surely not asked about. */
  const fates = async () => {
    const reads = await Promise.allSettled(tokens.map((token) => store.read(token)))
    return reads.map((read) => {
      if (read.status === 'fulfilled') return read.value ? 'there' : 'gone'
      return read.reason.applied === 'no' ? 'refused' : 'in doubt'
    })
  }
  await victim?.container.kill()
  try {
    const away = tokens.map((token) => (struck.includes(token) ? 'refused' : 'there'))
    await eventually(async () => expect(await fates()).toEqual(away))
    await answers(store)
  } finally {
    await victim?.container.start()
  }
  const back = tokens.map((token) => (struck.includes(token) ? 'gone' : 'there'))
  await eventually(async () => expect(await fates()).toEqual(back))
})

describe('memcached-rehash', () => {
  test('seeks the sessions of a node that is away elsewhere, and finds what that had when it is back', async () => {
    await using store = aStore({ opening: openRehash, timeoutMs: 1000 })
    const found = async (tokens: readonly string[]) =>
      (await Promise.all(tokens.map((token) => store.read(token)))).filter(Boolean).length
    // What belongs to a node to which it is not connected yet it keeps elsewhere.
    const before = await eventually(async () => {
      const tokens = await someEverywhere(store)
      for (const node of nodes) expect((await on(node, tokens)).length).toBeGreaterThan(1)
      return tokens
    })
    const [victim] = nodes
    const [loggedOut = '', ...others] = await on(victim, before)

    if (victim) await freeze(victim.container)
    let meanwhile: string[] = []
    try {
      await eventually(async () => expect(await found(others)).toBe(0))
      await eventually(async () => expect(await found(before)).toBe(before.length - others.length - 1))
      expect(await store.remove(loggedOut)).toBe(false)
      meanwhile = await someEverywhere(store)
      expect(await found(meanwhile)).toBe(meanwhile.length)
    } finally {
      await victim?.container.unpause()
    }
    await eventually(async () => expect(await found(before)).toBe(before.length))
    const stranded = meanwhile.length - (await found(meanwhile))
    expect(stranded).toBeGreaterThan(0)
    expect(stranded).toBeLessThan(meanwhile.length)
  })
})

describe('memcached full', () => {
  test('evicts: old sessions are gone, without an error, and new ones find room', async () => {
    await using small = await aContainer('outlast/memcached', 11211, [
      'memcached',
      '--listen=0.0.0.0',
      '--memory-limit=4',
    ])
    await using store = aStore({ ports: [small.port] })
    await answers(store)
    const padding = 'x'.repeat(100_000)
    const tokens: string[] = []
    for (let i = 0; i < 100; i += 1) tokens.push(await store.create({ owner: `user-${i}`, padding }))
    const [first = ''] = tokens
    expect(await store.read(first)).toBeUndefined()
    expect(await store.add(first, 1)).toBeUndefined()
    expect(await store.read(tokens.at(-1) ?? '')).toMatchObject({ owner: 'user-99' })
  })

  test('a session of more than 1 MB is refused, and what it had stays', async () => {
    await using store = aStore()
    await allAnswer(store)
    await expect(store.create({ owner: 'user-1', padding: 'x'.repeat(2 ** 20) })).rejects.toThrow(
      StateTooLarge,
    )

    const token = await store.create({ owner: 'user-1', padding: 'x'.repeat(2 ** 20 - 200) })
    const items = Array.from({ length: 100 }, (_, i) => i + 1)
    const written = await Promise.allSettled(items.map((item) => store.add(token, item)))
    const [refused] = written.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject({ reason: expect.any(StateTooLarge) })
    const acknowledged = items.filter((_, i) => written[i]?.status === 'fulfilled')
    expect((await store.read(token))?.items).toEqual(acknowledged)
  })
})

describeCutConnection('memcached', {
  port: () => nodes[0]?.port ?? 0,
  open: (port, timeoutMs) => aStore({ ports: [port], timeoutMs }),
})
