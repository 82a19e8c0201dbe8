import { expect, test } from 'vitest'
import { describeSessionStore } from '../session-store.conformance.ts'
import { type SessionStore, StateTooLarge } from '../session-store.ts'
import { open } from './cookie.ts'

const secret = 'a secret of thirty-two characters'
const login = { owner: 'user-1', padding: '' }

function aStore({ secrets = [secret], ttlMs = 60_000, now = (): number => 0 } = {}): SessionStore {
  return open({ ttlMs, now, secrets })
}

/** Browsers in front of the store: each keeps the newest cookie of its session, and asks one thing at a time. */
function inBrowsers(store: SessionStore): SessionStore {
  const cookies = new Map<string, string>()
  const turns = new Map<string, Promise<unknown>>()

  const inTurn = <T>(session: string, ask: (token: string) => Promise<T>): Promise<T> => {
    const before = turns.get(session) ?? Promise.resolve()
    const answer = before.catch(() => {}).then(() => ask(cookies.get(session) ?? ''))
    turns.set(session, answer)
    return answer
  }
  const keepCookie = async (session: string, answer: ReturnType<SessionStore['read']>) => {
    const kept = await answer
    if (kept?.token) cookies.set(session, kept.token)
    return kept
  }
  return {
    ...store,
    async create(login) {
      const token = await store.create(login)
      cookies.set(token, token)
      return token
    },
    read: (session) => inTurn(session, (token) => keepCookie(session, store.read(token))),
    add: (session, item) => inTurn(session, (token) => keepCookie(session, store.add(token, item))),
    remove: (session) =>
      inTurn(session, async (token) => {
        const ended = await store.remove(token)
        cookies.delete(session)
        return ended
      }),
  }
}

describeSessionStore('a cookie', async (ttlMs) => {
  let nowMs = 0
  const store = aStore({ ttlMs, now: () => nowMs })
  return {
    store: inBrowsers(store),
    elapse: async (ms) => {
      nowMs += ms
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
})

test('a cookie tells nothing of its session, and no two are alike', async () => {
  await using store = aStore()
  const tokens = [await store.create(login), await store.create(login)]
  expect(new Set(tokens).size).toBe(2)
  for (const token of tokens)
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('user-1')
})

test('whatever is changed in a cookie, it is no session any more', async () => {
  await using store = aStore()
  const sealed = Buffer.from(await store.create(login), 'base64url')
  for (let i = 0; i < sealed.length; i += 1) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(i) ^ 1, i)
    expect(await store.read(changed.toString('base64url'))).toBeUndefined()
    expect(await store.read(sealed.subarray(0, i).toString('base64url'))).toBeUndefined()
  }
})

test('any server with the secret knows the session, no other does', async () => {
  const other = 'another secret, as long as the one'
  const token = await aStore().create(login)
  expect(await aStore().read(token)).toMatchObject({ owner: 'user-1' })
  expect(await aStore({ secrets: [other] }).read(token)).toBeUndefined()
})

test('a new secret is put before the old one: old sessions go on, and move to the new one', async () => {
  const next = 'the secret that comes after the one'
  const token = await aStore().create(login)
  const both = aStore({ secrets: [next, secret] })
  const moved = await both.add(token, 1)
  expect(moved).toMatchObject({ items: [1] })
  expect(await aStore({ secrets: [next] }).read(moved?.token ?? '')).toMatchObject({ items: [1] })
})

test('a logout cannot be enforced: a copy of the cookie is a session until its time is over', async () => {
  let nowMs = 0
  await using store = aStore({ now: () => nowMs })
  const token = await store.create(login)
  expect(await store.remove(token)).toBe(true)
  expect(await store.read(token)).toMatchObject({ owner: 'user-1' })
  nowMs = 60_000
  expect(await store.read(token)).toBeUndefined()
})

test('of two writes at once the browser keeps one', async () => {
  await using store = aStore()
  const token = await store.create(login)
  const answers = await Promise.all([store.add(token, 1), store.add(token, 2)])
  for (const [i, answer] of answers.entries()) {
    expect(await store.read(answer?.token ?? '')).toMatchObject({ items: [i + 1] })
  }
})

test('a cookie never grows beyond what browsers keep, and what it had stays', async () => {
  await using store = aStore()
  let token = await store.create({ ...login, padding: 'x'.repeat(store.paddingBytes ?? 0) })
  const written = async (item: number) => {
    const answer = await store.add(token, item)
    token = answer?.token ?? ''
    expect(`session=${token}; Path=/; HttpOnly; SameSite=Lax`.length).toBeLessThanOrEqual(4096)
    return answer?.items.length ?? 0
  }
  let items = 0
  const fill = async () => {
    for (let item = 1; item < 2000; item += 1) items = await written(item)
  }
  await expect(fill()).rejects.toThrow(StateTooLarge)
  expect(items).toBeGreaterThan(300)
  expect((await store.read(token))?.items).toHaveLength(items)
})

test.each([[[]], [['short']], [[secret, 'short']]])('the secrets %o are refused', (secrets) => {
  expect(() => aStore({ secrets })).toThrow(
    'SESSION_SECRETS: must be one or more secrets of at least 32 characters',
  )
})
