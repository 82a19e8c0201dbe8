/** A session as the liar keeps it. */
export interface Entry {
  /** The login that made it, as `user-7.2`: the second one of user-7. */
  readonly login: string
  owner: string
  items: number[]
  alive: boolean
  /** The lie that was told about it; at most one. */
  lie?: LieName
}

/** When a lie is told, and what it does to the session of that operation before or after the operation itself. */
export interface Lie {
  readonly on: 'read' | 'add' | 'remove'
  /** Told only about sessions that have as many items. */
  readonly items: number
  /** Sessions that it takes; 1 where not given. */
  readonly sessions?: 2
  /** What it does to the session before the operation. */
  before?(entry: Entry, other: Entry): void
  /** What it does to the session after the operation, whose answer is the right one. */
  after?(entry: Entry): void
  /** The operation answers that the store is away, and whether it claims to have done nothing. */
  readonly fails?: 'no' | 'unknown'
}

/** What a store can do wrong. Which anomaly and which fate each must come out as is in known-answers.test.ts. */
export const lies: Readonly<Record<LieName, Lie>> = {
  forgets: {
    on: 'read',
    items: 1,
    before(entry) {
      entry.alive = false
    },
  },
  rollsBack: {
    on: 'read',
    items: 3,
    before({ items }) {
      items.splice(-2)
    },
  },
  losesOne: {
    on: 'read',
    items: 3,
    before({ items }) {
      items.splice(1, 1)
    },
  },
  acknowledgesOnly: {
    on: 'add',
    items: 1,
    after({ items }) {
      items.pop()
    },
  },
  storesTwice: {
    on: 'add',
    items: 1,
    after({ items }) {
      items.push(items.at(-1) ?? 0)
    },
  },
  swaps: {
    on: 'read',
    items: 1,
    sessions: 2,
    before(one, other) {
      ;[one.owner, other.owner] = [other.owner, one.owner]
      ;[one.items, other.items] = [other.items, one.items]
    },
  },
  failsButStores: { on: 'add', items: 1, fails: 'unknown' },
  deniesButStores: { on: 'add', items: 1, fails: 'no' },
  keepsAfterLogout: {
    on: 'remove',
    items: 0,
    after(entry) {
      entry.alive = true
    },
  },
}

export type LieName =
  | 'forgets'
  | 'rollsBack'
  | 'losesOne'
  | 'acknowledgesOnly'
  | 'storesTwice'
  | 'swaps'
  | 'failsButStores'
  | 'deniesButStores'
  | 'keepsAfterLogout'

/** How many times each lie is told. */
export type Lies = Partial<Record<LieName, number>>

/** All operations wait: from this long after the first one, for so long. */
export interface Stall {
  readonly afterMs: number
  readonly forMs: number
}

/** What the liar says of itself, one JSON object a line, on its standard output. */
export type Confession =
  | { readonly lie: LieName; readonly login: string }
  /** An operation that was answered with 503. */
  | { readonly failed: 'read' | 'add' | 'remove' }
  | { readonly stall: { readonly beginUnixMs: number; readonly endUnixMs: number } }
