import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import type { SurvivalCurves } from '../data.ts'
import { kaplanMeier, lossBounds, type Watched, type WatchedInterval } from '../statistics/survival.ts'
import { isLost, lostAtMs } from './session-tally.ts'

/**
 * The curves of a trial: descriptive, without a band, because sessions on one server fall together. Watching a
 * session begins with its login and ends, censored, with its logout, its expiry, a doubt, or the census.
 */
export class SurvivalTally {
  readonly #seen: Watched[] = []
  readonly #lost: WatchedInterval[] = []

  add(session: SessionEnd): void {
    const { loginAtMs, signedOutAtMs, lastGoodMs, fateAtMs, endAtMs, expectation } = session
    const watchedUntil = expectation === 'must' ? endAtMs : fateAtMs
    this.#seen.push({
      fromMs: loginAtMs,
      toMs: signedOutAtMs ?? watchedUntil,
      lost: signedOutAtMs !== null,
    })
    const lost = isLost(session)
    this.#lost.push({ fromMs: loginAtMs, lastGoodMs, toMs: lost ? lostAtMs(session) : watchedUntil, lost })
  }

  curves(): SurvivalCurves {
    const { earliest, latest } = lossBounds(this.#lost)
    return { signedOut: kaplanMeier(this.#seen), lostEarliest: earliest, lostLatest: latest }
  }
}
