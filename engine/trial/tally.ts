import type { SessionsByServer } from '../faults/victims.ts'
import type { Counts, Frame, Outcome } from '../journal/traffic-records.ts'
import type { TrialContext } from './context.ts'

const notOk = ['wrong', 'rejected', 'failed', 'refused', 'reset', 'timedOut'] as const satisfies Outcome[]
const sent = ['ok', ...notOk, 'unfinished'] as const satisfies Outcome[]

/** Operations that ended between two instants of the load. */
export interface Second {
  fromMs: number
  toMs: number
  ok: number
  notOk: number
}

/** What is known of the load while it runs. */
export interface Tally {
  add(frame: Frame): void
  /** The ledger of the whole trial; undefined until the final frame came. */
  totals(): Counts[] | undefined
  /** Who held how many in the last frame. */
  sessionsByServer(): SessionsByServer
  /** Hands over each second of the load from now on. */
  watch(see: (second: Second) => void): void
}

/** Tells once a second how the load goes, from the generator's frames. */
export function createTally({ emit, planned }: Pick<TrialContext, 'emit' | 'planned'>): Tally {
  const { durationMs, method } = planned.scenario
  let totals: Counts[] | undefined
  let sessionsByServer: SessionsByServer = {}
  const watching: ((second: Second) => void)[] = []
  return {
    totals: () => totals,
    sessionsByServer: () => sessionsByServer,
    watch: (see) => void watching.push(see),
    add(frame) {
      if (frame.sessionsByServer) sessionsByServer = frame.sessionsByServer
      if (frame.totals) totals = Object.values(frame.totals)
      if (frame.fromMs >= durationMs) return
      const { fromMs, toMs } = frame
      const second = { fromMs, toMs, ok: sum(frame, ['ok']), notOk: sum(frame, notOk) }
      for (const see of watching) see(second)
      const next = method.filter(({ atMs }) => atMs > toMs).sort((a, b) => a.atMs - b.atMs)[0]
      emit({
        type: 'second',
        atMs: toMs,
        durationMs,
        ok: second.ok,
        notOk: second.notOk,
        liveSessions: Math.max(0, frame.sessions.must - frame.sessions.signedOut),
        signedOut: frame.sessions.signedOut,
        nextFault: next && { title: next.title, inMs: next.atMs - toMs },
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
