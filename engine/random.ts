import { createHash } from 'node:crypto'

/** Repeatable draws: the same seed gives the same draws on every machine. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
  pick<T>(items: readonly T[]): T | undefined
  shuffle<T>(items: readonly T[]): T[]
}

/** A seed of its own for each purpose, so that one more draw here never shifts the draws there. */
export function deriveSeed(seed: number, purpose: string): number {
  const hash = createHash('sha256').update(`${seed}/${purpose}`).digest()
  return Number(hash.readBigUInt64BE() >> 11n)
}

/** Draws by hashing seed and counter: slow, but the same everywhere and without a state to get wrong. */
export function createRandom(seed: number): Random {
  let counter = 0
  const unit = () => deriveSeed(seed, `draw/${counter++}`) / 2 ** 53
  const below = (limit: number) => Math.floor(unit() * limit)
  return {
    below,
    pick: (items) => items[below(items.length)],
    shuffle(items) {
      const keyed = items.map((item) => ({ item, key: unit() }))
      return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
    },
  }
}
