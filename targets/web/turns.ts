/** Lets what has the same key happen one after the other. */
export interface Turns {
  take<T>(key: string, act: () => Promise<T>): Promise<T>
}

/** Remembers a key only while somebody waits for it or has its turn. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return {
    async take(key, act) {
      const before = last.get(key)
      const mine = (before ?? Promise.resolve()).then(act, act)
      last.set(key, mine)
      try {
        return await mine
      } finally {
        if (last.get(key) === mine) last.delete(key)
      }
    },
  }
}
