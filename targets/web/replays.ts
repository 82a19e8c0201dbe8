/** Counts requests that this server has seen before, by the name of their attempt. */
export interface Replays {
  see(attempt: string | string[] | undefined): void
  readonly count: number
}

/** Longer names are not remembered: whoever sends them must not fill the memory. */
const nameLengthMax = 128

/**
 * Counts replays: the same attempt (`Outlast-Operation: session/item/attempt`) arriving again was repeated by
 * something on the way, since a client numbers its own attempts. Remembers at least the last `memory` of them, and at
 * most twice as many: two sets take turns, because one that drops its oldest entry each time grows slow in V8.
 */
export function countReplays(memory = 10_000): Replays {
  let recent = new Set<string>()
  let older = new Set<string>()
  let count = 0
  return {
    see(attempt) {
      if (typeof attempt !== 'string' || attempt.length > nameLengthMax) return
      if (recent.has(attempt) || older.has(attempt)) {
        count += 1
        return
      }
      if (recent.size === memory) {
        older = recent
        recent = new Set()
      }
      recent.add(attempt)
    },
    get count() {
      return count
    },
  }
}
