import { anomalies, fates, type SessionEnd } from '../../engine/journal/traffic-records.ts'
import type { SessionsResult } from '../trial-result.ts'

/** What became of the sessions of a trial (MEASURES, section 1); add each, then ask for the result. */
export class SessionTally {
  readonly #fates = Object.fromEntries(fates.map((fate) => [fate, 0])) as SessionsResult['fates']
  readonly #anomalies = Object.fromEntries(
    anomalies.map((anomaly) => [anomaly, 0]),
  ) as SessionsResult['anomalies']
  readonly #expectations = { must: 0, may: 0, gone: 0 }
  #present = 0
  #lost = 0
  #signedOut = 0
  #interrupted = 0
  #neverNoticed = 0
  #perhapsNeverNoticed = 0

  add(session: SessionEnd): void {
    this.#fates[session.fate]++
    this.#expectations[session.expectation]++
    for (const anomaly of anomalies) this.#anomalies[anomaly] += session.anomalies[anomaly] ?? 0
    if (wasSignedOut(session)) this.#signedOut++
    if (session.details.includes('interrupted')) this.#interrupted++
    if (session.expectation === 'must') this.#addMust(session)
  }

  #addMust(session: SessionEnd): void {
    if (session.end === 'present') this.#present++
    if (isLost(session)) this.#lost++
    if (wasSignedOut(session)) return
    const seen = session.asFound ?? session.end
    if (seen === 'present') this.#neverNoticed++
    if (seen === 'unknown') this.#perhapsNeverNoticed++
  }

  result(): SessionsResult {
    const { must, may, gone } = this.#expectations
    const unknown = must - this.#present - this.#lost
    return {
      total: must + may + gone,
      must,
      may,
      gone,
      unknown,
      lost: this.#lost,
      signedOut: this.#signedOut,
      interrupted: this.#interrupted,
      fates: { ...this.#fates },
      anomalies: { ...this.#anomalies },
      dataSurvival: bounds(this.#present, unknown, must),
      userSurvival: bounds(this.#neverNoticed, this.#perhapsNeverNoticed, must),
    }
  }
}

/** Missed at least once while it had to exist: what its user felt. */
function wasSignedOut({ signedOutAtMs, anomalies: found }: SessionEnd): boolean {
  return signedOutAtMs !== null || (found.missing ?? 0) > 0
}

/** It must exist, and the census found that it does not; whatever else befell it before. */
export function isLost({ expectation, end }: SessionEnd): boolean {
  return expectation === 'must' && end === 'absent'
}

/** When a lost session was found missing for good; one whose fate names something earlier, when it was first missed. */
export function lostAtMs({ fate, fateAtMs, signedOutAtMs, endAtMs }: SessionEnd): number {
  return fate === 'lost' ? fateAtMs : (signedOutAtMs ?? endAtMs)
}

/** A share with the unknown ones counted as no, and as yes (Manski, Partial Identification, 2003). */
function bounds(yes: number, unknown: number, of: number) {
  if (of === 0) return { share: null, low: null, high: null }
  return { share: yes / of, low: yes / of, high: (yes + unknown) / of }
}
