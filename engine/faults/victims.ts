import { createRandom } from '../random.ts'
import { type Pick, picksBySessions, type Selection } from './aim.ts'

/** Who was struck in a trial. */
export interface Struck {
  /** Whose fault goes on, or is not taken back: no two faults at one time have the same victim. */
  readonly now: Set<string>
  readonly ever: Set<string>
}

/** How many each web server holds, by the last frame of the traffic; who is not named holds none. */
export type SessionsByServer = Readonly<Record<string, number>>

export interface Victims {
  victims: string[]
  /** How many there should have been. */
  wanted: number
}

interface Situation {
  seed: number
  struck: Struck
  sessions: SessionsByServer
}

/**
 * Those that a fault strikes. The same seed and the same candidates give the same victims, whatever the target; by
 * sessions, only where as many are held by each. Of equal ones the seed draws.
 */
export function chooseVictims(
  candidates: readonly string[],
  { count, share, allBut, pick = 'random' }: Selection,
  { seed, struck, sessions }: Situation,
): Victims {
  const excluded = pick === 'another' ? struck.ever : struck.now
  const free = candidates.filter((name) => !struck.now.has(name) && !excluded.has(name))
  const shuffled = createRandom(seed).shuffle(free.sort())
  const rank = rankBy(pick, sessions)
  const inOrder = rank ? shuffled.sort((a, b) => rank(b) - rank(a)) : shuffled
  const wanted =
    share !== undefined
      ? Math.max(1, Math.round(share * candidates.length))
      : allBut !== undefined
        ? Math.max(0, candidates.length - allBut)
        : (count ?? 1)
  return { victims: inOrder.slice(0, wanted), wanted }
}

/** The highest is struck first; undefined where the draw alone decides. */
function rankBy(pick: Pick, sessions: SessionsByServer): ((name: string) => number) | undefined {
  if (pick === 'newest') return numberOf
  if (!picksBySessions(pick)) return undefined
  const sign = pick === 'mostSessions' ? 1 : -1
  return (name) => sign * (sessions[name] ?? 0)
}

/** Names are given in order and never twice: the highest number is the newest. */
const numberOf = (name: string) => Number(/\d+$/.exec(name)?.[0] ?? 0)
