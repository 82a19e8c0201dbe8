import type { CurvePoint } from '../data.ts'

/** From when a session could be lost, until when it was watched, and whether it was lost then. */
export interface Watched {
  fromMs: number
  toMs: number
  lost: boolean
}

/**
 * The product-limit estimate of Kaplan and Meier (JASA 53, 1958) with delayed entry: a session is at risk at t
 * when fromMs < t ≤ toMs, so the number at risk may rise. One point for each instant at which a session is lost.
 */
export function kaplanMeier(sessions: Iterable<Watched>): CurvePoint[] {
  const entries: number[] = []
  const exits: number[] = []
  const losses: number[] = []
  for (const { fromMs, toMs, lost } of sessions) {
    entries.push(fromMs)
    exits.push(toMs)
    if (lost) losses.push(toMs)
  }
  const [entered, left, lostAt] = [entries, exits, losses].map((times) => Float64Array.from(times).sort())
  return walk(entered ?? [], left ?? [], lostAt ?? [])
}

type Times = ArrayLike<number>

/** All three ascending. */
function walk(entered: Times, left: Times, lostAt: Times): CurvePoint[] {
  const points: CurvePoint[] = []
  let share = 1
  let entries = 0
  let exits = 0
  for (let index = 0; index < lostAt.length; ) {
    const atMs = lostAt[index] ?? 0
    let lost = 0
    while (lostAt[index] === atMs) {
      lost++
      index++
    }
    while ((entered[entries] ?? Number.POSITIVE_INFINITY) < atMs) entries++
    while ((left[exits] ?? Number.POSITIVE_INFINITY) < atMs) exits++
    const atRisk = entries - exits
    share *= atRisk > 0 ? 1 - lost / atRisk : 1
    points.push({ atMs, share, atRisk })
  }
  return points
}

/** A session whose end is known to lie between two instants only. */
export interface WatchedInterval {
  fromMs: number
  /** Last proof that it was alive. */
  lastGoodMs: number
  /** First proof that it was not; its last sight where it was not lost. */
  toMs: number
  lost: boolean
}

/** One that was never seen again after its login is lost just after it: at its login it is not yet at risk. */
const justAfterMs = 0.001

/** What loss may have looked like: each session lost right after it was last seen alive, or when found missing. */
export function lossBounds(sessions: readonly WatchedInterval[]): {
  earliest: CurvePoint[]
  latest: CurvePoint[]
} {
  const earliest = sessions.map((session) => ({
    ...session,
    toMs: session.lost ? Math.max(session.lastGoodMs, session.fromMs + justAfterMs) : session.toMs,
  }))
  return { earliest: kaplanMeier(earliest), latest: kaplanMeier(sessions) }
}
