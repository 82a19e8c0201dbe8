import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import type { RecoveryResult } from '../trial-result.ts'

/**
 * When the first user whom a fault had signed out was served again: the sending of the first login of such a user
 * that succeeded after the fault. Sessions are added in any order.
 */
export class FirstSuccess {
  readonly #affected = new Map<string, Set<number>>()
  readonly #laterLogins: { user: number; invokedMs: number }[] = []
  readonly #firstOnsetMs: number

  constructor(recovery: readonly RecoveryResult[]) {
    this.#firstOnsetMs = Math.min(...recovery.map(({ onsetAtMs }) => onsetAtMs))
  }

  /** `culprit` is the fault that signed this session out. */
  add({ user, loginInvokedMs }: SessionEnd, culprit: string | undefined): void {
    if (loginInvokedMs >= this.#firstOnsetMs) this.#laterLogins.push({ user, invokedMs: loginInvokedMs })
    if (culprit === undefined) return
    const users = this.#affected.get(culprit) ?? new Set()
    this.#affected.set(culprit, users.add(user))
  }

  /** The same recoveries, with their first success where there was one. */
  applyTo(recovery: readonly RecoveryResult[]): RecoveryResult[] {
    return recovery.map((each) => {
      const affected = this.#affected.get(each.fault)
      let first = Number.POSITIVE_INFINITY
      for (const { user, invokedMs } of this.#laterLogins) {
        if (invokedMs >= each.onsetAtMs && affected?.has(user)) first = Math.min(first, invokedMs)
      }
      return { ...each, firstSuccessMs: Number.isFinite(first) ? first - each.onsetAtMs : null }
    })
  }
}
