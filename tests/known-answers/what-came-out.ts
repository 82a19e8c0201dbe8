import {
  type Anomaly,
  type Counts,
  type Fate,
  type Phase,
  phases,
  type SessionEnd,
} from '../../engine/journal/traffic-records.ts'
import type { Run } from './a-lying-stack.ts'
import type { LieName } from './lies.ts'

/** The logins, such as `user-7.2`, whose sessions had this fate, or another. */
export function loginsWith(run: Run, matches: (session: SessionEnd) => boolean): string[] {
  return sessionsOf(run)
    .filter(matches)
    .map(({ session }) => session.replace(/^u/, 'user-'))
    .sort()
}

export const withFate = (fate: Fate) => (session: SessionEnd) => session.fate === fate

export const sessionsOf = ({ records }: Run): SessionEnd[] =>
  records.filter((record) => record.type === 'session')

/** The logins that a server says it has lied to in this way. */
export function loginsLiedTo({ confessions }: Run, ...names: readonly LieName[]): string[] {
  return confessions
    .flatMap((confession) =>
      'lie' in confession && names.includes(confession.lie) ? [confession.login] : [],
    )
    .sort()
}

/** How many sessions began to show an anomaly; those of the census, too. */
export function countEvents({ records }: Run, event: Anomaly | 'signedOut'): number {
  return records.filter((record) => record.type === 'event' && record.event === event).length
}

/** The ledger of each phase. */
export function ledgersOf({ records }: Run): Partial<Record<Phase, Counts>> {
  const final = records.find((record) => record.type === 'frame' && record.final)
  return (final?.type === 'frame' && final.totals) || {}
}

/** One count over all phases, or over some. */
export function total(run: Run, name: keyof Counts, inPhases: readonly Phase[] = phases): number {
  const ledgers = ledgersOf(run)
  return sum(inPhases.map((phase) => ledgers[phase]?.[name] ?? 0))
}

/** Operations that were never sent because the generator itself was too late: a busy machine's doing, not the server's. */
export const missed = (run: Run): number => total(run, 'dropped') - total(run, 'blocked')

/** What the equations of the ledger leave over: 0 and 0. */
export function residuals(counts: Counts): [scheduled: number, sent: number] {
  const { ok, wrong, rejected, failed, refused, reset, timedOut, unfinished } = counts
  return [
    counts.scheduled - counts.dropped - counts.sent,
    counts.sent - sum([ok, wrong, rejected, failed, refused, reset, timedOut, unfinished]),
  ]
}

/** The instant that the traffic counts from, as its host's clock saw it. */
export function startOf({ records }: Run): number {
  const start = records.find((record) => record.type === 'start')
  if (start?.type !== 'start') throw new Error('the traffic never started')
  return start.unixMs
}

/** A span of the traffic's time, of which the end is not part. */
export interface Span {
  readonly beginMs: number
  readonly endMs: number
}

/** How many of the operations due in a span were not ok or were late: of each 10 ms that begin in it. */
export function troubledIn({ records }: Run, { beginMs, endMs }: Span): number {
  const buckets = records.flatMap((record) => (record.type === 'frame' ? record.notOk : []))
  return sum(
    buckets
      .filter(([bucket]) => bucket * 10 >= beginMs && bucket * 10 < endMs)
      .map(([, notOk, late]) => notOk + late),
  )
}

/** When the servers stalled, in milliseconds of the traffic's time. */
export function stallsOf(run: Run): Span[] {
  const inTraffic = ({ beginUnixMs, endUnixMs }: { beginUnixMs: number; endUnixMs: number }) => ({
    beginMs: beginUnixMs - startOf(run),
    endMs: endUnixMs - startOf(run),
  })
  return run.confessions.flatMap((confession) => ('stall' in confession ? [inTraffic(confession.stall)] : []))
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
