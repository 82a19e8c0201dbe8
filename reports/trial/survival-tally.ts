import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import type { SurvivalCurves } from '../data.ts'
import { kaplanMeier, lossBounds, type Watched, type WatchedInterval } from '../statistics/survival.ts'
import { isLost, lostAtMs } from './session-tally.ts'

/**
 * The curves of a trial: descriptive, without a band, because sessions on one server fall together. Watching a
 * session begins with its login, or with the end of the warm-up where that is later: while the first users log in, so
 * few are at risk that one loss would take the curve to the ground. It ends, censored, with its logout, its expiry, a
 * doubt, or the census. A session that had ended by the end of the warm-up is not watched.
 */
export class SurvivalTally {
  readonly #fromMs: number
  readonly #seen: Watched[] = []
  readonly #lost: WatchedInterval[] = []

  constructor({ warmUpMs }: { warmUpMs: number }) {
    this.#fromMs = warmUpMs
  }

  add(session: SessionEnd): void {
    const { loginAtMs, signedOutAtMs, lastGoodMs, fateAtMs, endAtMs, expectation } = session
    const fromMs = Math.max(loginAtMs, this.#fromMs)
    const watchedUntil = expectation === 'must' ? endAtMs : fateAtMs
    const signedOut = signedOutAtMs !== null
    const seenUntil = signedOutAtMs ?? watchedUntil
    if (seenUntil > fromMs) this.#seen.push({ fromMs, toMs: seenUntil, lost: signedOut })
    const lost = isLost(session)
    const toMs = lost ? lostAtMs(session) : watchedUntil
    if (toMs > fromMs) this.#lost.push({ fromMs, lastGoodMs: Math.max(lastGoodMs, fromMs), toMs, lost })
  }

  curves(): SurvivalCurves {
    const { earliest, latest } = lossBounds(this.#lost)
    return { signedOut: kaplanMeier(this.#seen), lostEarliest: earliest, lostLatest: latest }
  }
}
