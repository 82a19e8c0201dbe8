import { createRandom } from '../random.ts'
import type { Selection } from './aim.ts'

/** Who was struck in a trial. */
export interface Struck {
  /** Whose fault goes on, or is not taken back: no two faults at one time have the same victim. */
  readonly now: Set<string>
  readonly ever: Set<string>
}

export interface Victims {
  victims: string[]
  /** How many there should have been. */
  wanted: number
}

/** Those that a fault strikes. The same seed and the same candidates give the same victims, whatever the target. */
export function chooseVictims(
  candidates: readonly string[],
  { count, share, allBut, pick = 'random' }: Selection,
  { seed, struck }: { seed: number; struck: Struck },
): Victims {
  const excluded = pick === 'another' ? struck.ever : struck.now
  const free = candidates.filter((name) => !struck.now.has(name) && !excluded.has(name))
  const shuffled = createRandom(seed).shuffle(free.sort())
  const inOrder = pick === 'newest' ? shuffled.sort((a, b) => numberOf(b) - numberOf(a)) : shuffled
  const wanted =
    share !== undefined
      ? Math.max(1, Math.round(share * candidates.length))
      : allBut !== undefined
        ? Math.max(0, candidates.length - allBut)
        : (count ?? 1)
  return { victims: inOrder.slice(0, wanted), wanted }
}

/** Names are given in order and never twice: the highest number is the newest. */
const numberOf = (name: string) => Number(/\d+$/.exec(name)?.[0] ?? 0)
