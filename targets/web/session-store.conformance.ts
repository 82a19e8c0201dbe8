import { describe, expect, test } from 'vitest'
import { type Session, type SessionStore, StateTooLarge } from './session-store.ts'

/** A store, and a way to let its time pass without waiting. */
export interface StoreUnderTest extends AsyncDisposable {
  readonly store: SessionStore
  /** Makes it this much later for every session in the store. */
  elapse(ms: number): Promise<void>
}

const ttlMs = 60_000
const login = { owner: 'user-1', padding: 'x'.repeat(1024) }
const owners = [
  'Zoë',
  'ユーザー',
  '🦉👩‍👩‍👧',
  'e\u0301 and \u00e9',
  '\'quoted\' "twice" \\',
  'a\nb\tc',
  'ü'.repeat(128),
  ' ',
  'item:1',
  '{}',
]
const noTokens = ['nobody', '*', '__proto__', 'constructor', 'x'.repeat(4096), '%00', 'session:1']

/**
 * The whole contract of a session store, for one kind of it. `make` answers an empty one that is connected; `crowd` is
 * how many users at once it serves in good time.
 */
export function describeSessionStore(
  name: string,
  make: (ttlMs: number) => Promise<StoreUnderTest>,
  { crowd = 200 } = {},
): void {
  /** A test with a store of its own, closed at its end. */
  const it = (
    title: string,
    check: (store: SessionStore, elapse: StoreUnderTest['elapse']) => Promise<void>,
  ) =>
    test(title, async () => {
      await using made = await make(ttlMs)
      await check(made.store, (ms) => made.elapse(ms))
    })

  describe(`sessions in ${name}`, () => {
    describe('login', () => {
      it('makes an empty session of its owner', async (store) => {
        const token = await store.create(login)
        expect(await store.read(token)).toMatchObject({ owner: 'user-1', items: [] })
      })

      it('makes a session of its own each time', async (store) => {
        const tokens = await Promise.all(upTo(crowd).map(() => store.create(login)))
        expect(new Set(tokens).size).toBe(crowd)
        await store.add(at(tokens, 0), 1)
        expect(await store.read(at(tokens, 1))).toMatchObject({ items: [] })
      })

      it('keeps every owner as it is', async (store) => {
        for (const owner of owners) {
          const token = await store.create({ ...login, owner })
          expect((await store.read(token))?.owner).toBe(owner)
          expect((await store.add(token, 1))?.owner).toBe(owner)
        }
      })

      it('keeps a session of 64 KB whole, or refuses it', async (store) => {
        const token = await unlessTooLarge(store.create({ ...login, padding: 'x'.repeat(65_536) }))
        if (token) expect(await store.add(token, 1)).toMatchObject({ owner: 'user-1', items: [1] })
      })
    })

    describe('write', () => {
      it('answers the session with the item, and reads have it', async (store) => {
        const token = await store.create(login)
        for (const item of [1, 2, 3, 70, Number.MAX_SAFE_INTEGER]) await store.add(token, item)
        const answered = await store.add(token, 4)
        expect(inOrder(answered)).toEqual([1, 2, 3, 4, 70, Number.MAX_SAFE_INTEGER])
        expect(inOrder(await store.read(token))).toEqual(inOrder(answered))
      })

      it('stores the same item once, one after the other or all at once', async (store) => {
        const token = await store.create(login)
        await store.add(token, 1)
        expect(await store.add(token, 1)).toMatchObject({ items: [1] })
        await Promise.all(Array.from({ length: 20 }, () => store.add(token, 2)))
        expect(inOrder(await store.read(token))).toEqual([1, 2])
      })

      it('loses none of 50 writes into one session at once', async (store) => {
        const token = await store.create(login)
        const answers = await Promise.all(upTo(50).map((item) => store.add(token, item)))
        answers.forEach((answer, i) => {
          expect(answer?.items).toContain(i + 1)
        })
        expect(inOrder(await store.read(token))).toEqual(upTo(50))
      })

      it(`keeps ${crowd} sessions at once apart`, async (store) => {
        const answers = await Promise.all(
          upTo(crowd).map(async (n) => {
            const token = await store.create({ ...login, owner: `user-${n}` })
            await Promise.all([store.add(token, n), store.add(token, n + 1000)])
            return store.read(token)
          }),
        )
        answers.forEach((answer, i) => {
          expect(answer?.owner).toBe(`user-${i + 1}`)
          expect(inOrder(answer)).toEqual([i + 1, i + 1001])
        })
      })

      it('stores 600 items, or refuses those that are too many, and keeps what it acknowledged', async (store) => {
        const token = await store.create(login)
        const acknowledged: number[] = []
        for (const item of upTo(600))
          if (await unlessTooLarge(store.add(token, item))) acknowledged.push(item)
        expect(inOrder(await store.read(token))).toEqual(acknowledged)
      })
    })

    describe('where there is no session', () => {
      it('reads nothing, writes nothing, ends nothing', async (store) => {
        for (const token of noTokens) {
          expect(await store.read(token)).toBeUndefined()
          expect(await store.add(token, 1)).toBeUndefined()
          expect(await store.remove(token)).toBe(false)
          expect(await store.read(token)).toBeUndefined()
        }
      })

      it('a session that ended stays so, whatever is written', async (store) => {
        const token = await store.create(login)
        await store.add(token, 1)
        expect(await store.remove(token)).toBe(true)
        expect(await store.add(token, 2)).toBeUndefined()
        expect(await store.read(token)).toBeUndefined()
        expect(await store.remove(token)).toBe(false)
      })

      it('a write at the same time does not bring a session back', async (store) => {
        for (const round of upTo(20)) {
          const token = await store.create(login)
          await Promise.all([store.add(token, round), store.remove(token), store.add(token, round + 1)])
          expect(await store.read(token)).toBeUndefined()
        }
      })

      it('the end of one session is not the end of another', async (store) => {
        const [one, other] = [await store.create(login), await store.create(login)]
        await store.remove(one)
        expect(await store.read(other)).toMatchObject({ owner: 'user-1' })
      })
    })

    describe('time to live', () => {
      const most = ttlMs * 0.75

      it('ends a session that nobody touches', async (store, elapse) => {
        const token = await store.create(login)
        await elapse(ttlMs + 1000)
        expect(await store.read(token)).toBeUndefined()
      })

      it('starts anew with each read', async (store, elapse) => {
        const token = await store.create(login)
        for (const _ of upTo(3)) {
          await elapse(most)
          expect(await store.read(token)).toMatchObject({ owner: 'user-1' })
        }
      })

      it('starts anew with each write', async (store, elapse) => {
        const token = await store.create(login)
        for (const n of upTo(3)) {
          await elapse(most)
          expect(inOrder(await store.add(token, n))).toEqual(upTo(n))
        }
      })

      it('over, is over for writes and logout too', async (store, elapse) => {
        const token = await store.create(login)
        await elapse(ttlMs + 1000)
        expect(await store.add(token, 1)).toBeUndefined()
        expect(await store.remove(token)).toBe(false)
        expect(await store.read(token)).toBeUndefined()
      })
    })

    it('answers a ping', async (store) => {
      await expect(store.ping()).resolves.toBeUndefined()
    })
  })
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1)

const inOrder = (session: Session | undefined): number[] | undefined =>
  session?.items.toSorted((a, b) => a - b)

function at<T>(list: readonly T[], index: number): T {
  const value = list[index]
  if (value === undefined) throw new RangeError(`there is no number ${index} of ${list.length}`)
  return value
}

async function unlessTooLarge<T>(stored: Promise<T>): Promise<T | undefined> {
  try {
    return await stored
  } catch (error) {
    if (error instanceof StateTooLarge) return undefined
    throw error
  }
}
