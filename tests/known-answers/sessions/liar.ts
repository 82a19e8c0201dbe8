import { setTimeout } from 'node:timers/promises'
import { newSessionId } from '../../../targets/web/session-id.ts'
import { type Session, type SessionStore, StoreUnavailable } from '../../../targets/web/session-store.ts'
import {
  type Confession,
  type Entry,
  type Lie,
  type LieName,
  type Lies,
  lies,
  type Stall,
} from '../../../tests/known-answers/lies.ts'

// It runs as targets/web/sessions/liar.ts of a web server, where these paths lead to the same files.

/**
 * Sessions in memory that are not kept as promised: each lie of LIES is told exactly so often, each about another
 * session, and every operation waits during the STALL. It confesses all of it on standard output. What a session
 * that was lied to holds stays until the end: it can't log out.
 */
export function open(): SessionStore {
  const entries = new Map<string, Entry>()
  const logins = new Map<string, number>()
  const liar = aLiar(JSON.parse(process.env.LIES || '{}'))
  const unstalled = stalling(process.env.STALL ? JSON.parse(process.env.STALL) : undefined)

  const living = (token: string): Entry | undefined => {
    const entry = entries.get(token)
    return entry?.alive ? entry : undefined
  }

  return {
    async create({ owner }) {
      await unstalled()
      const login = (logins.get(owner) ?? 0) + 1
      logins.set(owner, login)
      const token = newSessionId()
      entries.set(token, { login: `${owner}.${login}`, owner, items: [], alive: true })
      return token
    },
    async read(token) {
      await unstalled()
      const entry = living(token)
      if (entry) liar.before('read', entry)
      return sessionOf(living(token))
    },
    async add(token, item) {
      await unstalled()
      const entry = living(token)
      if (!entry) return undefined
      const lie = liar.before('add', entry)
      if (!entry.items.includes(item)) entry.items.push(item)
      const answer = sessionOf(entry)
      lie?.after?.(entry)
      if (lie?.fails) fail('add', lie.fails)
      // Once denied, it is denied for good: only so the client can never have it acknowledged.
      if (entry.lie === 'deniesButStores') fail('add', 'no')
      return answer
    },
    async remove(token) {
      await unstalled()
      const entry = living(token)
      if (!entry) return false
      if (entry.lie) fail('remove', 'no')
      const lie = liar.before('remove', entry)
      entry.alive = false
      lie?.after?.(entry)
      return true
    },
    async ping() {},
    count: () => entries.size,
    async [Symbol.asyncDispose]() {},
  }
}

/** Chooses whom to lie to: whoever comes first, as long as there are lies of that kind left. */
function aLiar(budget: Lies) {
  const left = new Map(Object.entries(budget) as [LieName, number][])
  const waiting = new Map<LieName, Entry>()

  return {
    before(on: Lie['on'], entry: Entry): Lie | undefined {
      if (entry.lie) return undefined
      for (const [name, count] of left) {
        const lie = lies[name]
        if (lie.on !== on || count === 0 || entry.items.length < lie.items) continue
        // Who waits for another one is lied to already: no other lie, and no logout, may come between.
        entry.lie = name
        const other = lie.sessions === 2 ? waiting.get(name) : entry
        if (!other) {
          waiting.set(name, entry)
          return undefined
        }
        waiting.delete(name)
        left.set(name, count - 1)
        for (const { login } of new Set([entry, other])) confess({ lie: name, login })
        lie.before?.(entry, other)
        return lie
      }
      return undefined
    },
  }
}

/** Resolves at once, or at the end of the stall where it is on. The first call is where its time counts from. */
function stalling(stall: Stall | undefined): () => Promise<void> {
  let begun = false
  let current: Promise<void> = Promise.resolve()
  const standStill = async ({ afterMs, forMs }: Stall) => {
    await setTimeout(afterMs)
    const beginUnixMs = Date.now()
    current = setTimeout(forMs)
    await current
    // Nobody who waited has gone on before: this was the first to wait.
    confess({ stall: { beginUnixMs, endUnixMs: Date.now() } })
  }
  return () => {
    if (stall && !begun) void standStill(stall)
    begun = true
    return current
  }
}

function fail(operation: Lie['on'], applied: 'no' | 'unknown'): never {
  confess({ failed: operation })
  throw new StoreUnavailable(applied, 'the store is said to be away')
}

function confess(confession: Confession): void {
  console.log(JSON.stringify(confession))
}

function sessionOf(entry: Entry | undefined): Session | undefined {
  return entry && { owner: entry.owner, items: [...entry.items] }
}
