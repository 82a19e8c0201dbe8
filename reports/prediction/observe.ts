import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import { isLost, lostAtMs } from '../trial/session-tally.ts'

/** What became of a session, as far as a fault may be to blame. */
export interface Observation {
  /** Signed out; null when the evidence does not say. */
  out: boolean | null
  sinceMs: number
  lost: boolean
}

/**
 * Signed out, or absent at the census. A session whose logout is in doubt and which is absent may have been logged
 * out: the caller decides. One that the census could not read may be either, too.
 */
export function observe(session: SessionEnd): Observation {
  const { signedOutAtMs, expectation, end, fateAtMs } = session
  const lost = isLost(session)
  if (signedOutAtMs !== null) return { out: true, sinceMs: signedOutAtMs, lost }
  if (lost) return { out: true, sinceMs: lostAtMs(session), lost }
  const known = expectation === 'gone' || end === 'present'
  return { out: known ? false : null, sinceMs: fateAtMs, lost }
}
