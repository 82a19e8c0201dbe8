import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import type { CalledDownResult, FaultResult } from '../trial-result.ts'
import { earliest, isWebServer } from './faults.ts'
import type { LoadClock } from './load-clock.ts'
import type { TrialRecords } from './trial-records.ts'

/**
 * Servers that the balancer called down though no fault had struck them before: on a busy machine, or by a busy server,
 * it was answered too late. After a fault of a store or of the balancer, which all servers may suffer from, none counts.
 */
export function calledDownIn(
  { health }: Pick<TrialRecords, 'health'>,
  clock: LoadClock,
  faults: readonly FaultResult[],
): CalledDownResult[] {
  const mayBeWhy = (server: string, atMs: number) =>
    faults.some((fault) => {
      const requested = earliest([fault], 'requested')
      if (fault.victim === null || requested === undefined) return false
      return (
        requested - clock.uncertaintyMs <= atMs && (fault.victim === server || !isWebServer(fault.victim))
      )
    })
  const called = health.map((record) => ({ ...record, atMs: clock.fromDaemon(record.unixMs) }))
  return called.flatMap(({ server, status, atMs, detail }) => {
    if (status !== 'down' || mayBeWhy(server, atMs)) return []
    const up = called.find((each) => each.server === server && each.status === 'up' && each.atMs > atMs)
    if (up && up.atMs <= 0) return []
    return [{ server, fromMs: atMs, toMs: up?.atMs ?? null, reason: detail ?? null, signedOut: 0 }]
  })
}

/** Counts the users of servers who were signed out while the balancer called them down; add each session once. */
export class CalledDownTally {
  readonly #calledDown: CalledDownResult[]

  constructor(calledDown: readonly CalledDownResult[]) {
    this.#calledDown = calledDown.map((each) => ({ ...each }))
  }

  add({ homeServer, signedOutAtMs }: Pick<SessionEnd, 'homeServer' | 'signedOutAtMs'>): void {
    if (signedOutAtMs === null) return
    const during = this.#calledDown.find(
      ({ server, fromMs, toMs }) =>
        server === homeServer && signedOutAtMs >= fromMs && (toMs === null || signedOutAtMs <= toMs),
    )
    if (during) during.signedOut++
  }

  results(): CalledDownResult[] {
    return this.#calledDown
  }
}
