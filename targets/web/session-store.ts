import type { StorePath } from './store-path.ts'

/** What the server knows of a session: its owner, and the items stored in it, in any order. */
export interface Session {
  readonly owner: string
  /** A multiset: a store that can't tell a repeated write from a new one shows the item twice. */
  readonly items: readonly number[]
  /** What the cookie must carry from now on, where this answer changed it (a session that lives in its cookie). */
  readonly token?: string
}

/** What a login leaves in the store. `padding` brings the session to the size of a real one. */
export interface Login {
  readonly owner: string
  readonly padding: string
}

/**
 * A place where sessions can live. A token is what the user's cookie carries; an unknown one is just no session.
 * Every method but `count` may throw StoreUnavailable, `create` and `add` StateTooLarge as well. Reading and adding
 * start the session's time to live anew.
 */
export interface SessionStore extends AsyncDisposable {
  /** Stores a new session, without items, and answers its token. */
  create(login: Login): Promise<string>
  /** The whole session, or undefined where there is none. */
  read(token: string): Promise<Session | undefined>
  /**
   * Adds an item and answers the session with it, or undefined where there is none: it never creates one. One atomic
   * operation, and the same item twice is stored once: balancers and clients repeat a write.
   */
  add(token: string, item: number): Promise<Session | undefined>
  /** Ends the session; false where there was none. */
  remove(token: string): Promise<boolean>
  /** Resolves when the store answers, within the store's time-out. */
  ping(): Promise<void>
  /** How many sessions there are, where the store can tell at no cost; may count some that have just expired. */
  count?(): number
  /** Padding of a session where the settings don't say, in bytes, if the store can't hold the usual kilobyte. */
  readonly paddingBytes?: number
}

/** What a store is opened with; each uses what it needs. */
export interface StoreOptions {
  /** Where the store is, such as redis://10.1.2.101:6379; a store in the process needs none. */
  readonly url: string | undefined
  /** The way to the nodes of which only the store itself tells; straight on unless told. */
  readonly path?: StorePath
  /** A session ends this long after its last read or write. */
  readonly ttlMs: number
  /** The longest that one operation waits for the store. */
  readonly timeoutMs: number
  /** Milliseconds since 1970 by a clock that never goes back, for stores that keep the time themselves. */
  readonly now: () => number
  /** What only the servers know, newest first, for sessions that the browser carries. */
  readonly secrets: readonly string[]
}

/** What each file of sessions/ exports. Opening does not wait for the store: it may come later, or come back. */
export interface SessionStoreModule {
  open(options: StoreOptions): SessionStore
}

/** The store is away or too slow. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  /** no: the store was never asked; unknown: it may have done what it was asked, now or later. */
  readonly applied: 'no' | 'unknown'

  constructor(applied: 'no' | 'unknown', message: string, options?: ErrorOptions) {
    super(message, options)
    this.applied = applied
  }
}

/** The session would become larger than this store can hold. Nothing was stored. */
export class StateTooLarge extends Error {
  override readonly name = 'StateTooLarge'
}
