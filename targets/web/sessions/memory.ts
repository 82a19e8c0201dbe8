import { newSessionId } from '../session-id.ts'
import type { Session, SessionStore, StoreOptions } from '../session-store.ts'

interface Entry {
  readonly owner: string
  readonly padding: string
  readonly items: Set<number>
  expiresAtMs: number
}

/** How many sessions one sweep looks at: a pause that nobody notices, and still a million in under two minutes. */
const sweepSize = 10_000
const sweepEveryMs = 1000

/** Sessions in this server's own memory: no other server knows them, and they end with the process. */
export function open({ ttlMs, now }: Pick<StoreOptions, 'ttlMs' | 'now'>): SessionStore {
  const entries = new Map<string, Entry>()

  /** The living session, its time to live started anew. */
  const touched = (token: string): Entry | undefined => {
    const entry = entries.get(token)
    if (entry === undefined) return undefined
    const nowMs = now()
    if (entry.expiresAtMs <= nowMs) {
      entries.delete(token)
      return undefined
    }
    entry.expiresAtMs = nowMs + ttlMs
    return entry
  }

  const sweeping = setInterval(sweeper(entries, now), sweepEveryMs).unref()

  return {
    async create({ owner, padding }) {
      const token = newSessionId()
      entries.set(token, { owner, padding, items: new Set(), expiresAtMs: now() + ttlMs })
      return token
    },
    async read(token) {
      return sessionOf(touched(token))
    },
    async add(token, item) {
      const entry = touched(token)
      entry?.items.add(item)
      return sessionOf(entry)
    },
    async remove(token) {
      const alive = touched(token) !== undefined
      entries.delete(token)
      return alive
    },
    async ping() {},
    count: () => entries.size,
    async [Symbol.asyncDispose]() {
      clearInterval(sweeping)
    },
  }
}

function sessionOf(entry: Entry | undefined): Session | undefined {
  return entry && { owner: entry.owner, items: [...entry.items] }
}

/** Each call looks at the next part of the sessions and drops those whose time is over. */
function sweeper(entries: Map<string, Entry>, now: () => number): () => void {
  let cursor = entries.entries()
  return () => {
    const nowMs = now()
    for (let seen = 0; seen < sweepSize; seen += 1) {
      const next = cursor.next()
      if (next.done) {
        cursor = entries.entries()
        return
      }
      const [token, entry] = next.value
      if (entry.expiresAtMs <= nowMs) entries.delete(token)
    }
  }
}
