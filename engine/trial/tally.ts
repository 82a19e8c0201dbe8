import type { SessionsByServer } from '../faults/victims.ts'
import type { Counts, Frame, Outcome } from '../journal/traffic-records.ts'
import type { TrialContext } from './context.ts'

const notOk = ['wrong', 'rejected', 'failed', 'refused', 'reset', 'timedOut'] as const satisfies Outcome[]
const sent = ['ok', ...notOk, 'unfinished'] as const satisfies Outcome[]

/** What is known of the load while it runs. */
export interface Tally {
  add(frame: Frame): void
  /** The ledger of the whole trial; undefined until the final frame came. */
  totals(): Counts[] | undefined
  /** Who held how many in the last frame. */
  sessionsByServer(): SessionsByServer
}

/** Tells once a second how the load goes, from the generator's frames. */
export function createTally({ emit, planned }: Pick<TrialContext, 'emit' | 'planned'>): Tally {
  const { durationMs, method } = planned.scenario
  let totals: Counts[] | undefined
  let sessionsByServer: SessionsByServer = {}
  return {
    totals: () => totals,
    sessionsByServer: () => sessionsByServer,
    add(frame) {
      if (frame.sessionsByServer) sessionsByServer = frame.sessionsByServer
      if (frame.totals) totals = Object.values(frame.totals)
      if (frame.fromMs >= durationMs) return
      const next = method.filter(({ atMs }) => atMs > frame.toMs).sort((a, b) => a.atMs - b.atMs)[0]
      emit({
        type: 'second',
        atMs: frame.toMs,
        durationMs,
        ok: sum(frame, ['ok']),
        notOk: sum(frame, notOk),
        liveSessions: Math.max(0, frame.sessions.must - frame.sessions.signedOut),
        signedOut: frame.sessions.signedOut,
        nextFault: next && { title: next.title, inMs: next.atMs - frame.toMs },
      })
    },
  }
}

function sum(frame: Frame, outcomes: readonly Outcome[]): number {
  return frame.cells.reduce(
    (total, { counts }) => outcomes.reduce((count, outcome) => count + (counts[outcome] ?? 0), total),
    0,
  )
}

/** Operations that the ledger can't account for; 0 in a valid trial. */
export function residual(counts: Counts): number {
  const lostBefore = counts.scheduled - counts.dropped - counts.sent
  const lostAfter = counts.sent - sent.reduce((total, outcome) => total + counts[outcome], 0)
  return Math.abs(lostBefore) + Math.abs(lostAfter)
}

/** The share of all operations that the generator itself could not send. */
export function generatorsShareOfDropped(ledgers: readonly Counts[]): number {
  const scheduled = ledgers.reduce((total, counts) => total + counts.scheduled, 0)
  const own = ledgers.reduce((total, counts) => total + counts.dropped - counts.blocked, 0)
  return scheduled === 0 ? 0 : own / scheduled
}
