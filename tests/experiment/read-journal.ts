import type { JournalRecord, RecordOf } from '../../engine/journal/records.ts'
import type { Counts } from '../../engine/journal/traffic-records.ts'
import { residual } from '../../engine/trial/tally.ts'

type Session = RecordOf<'session'>
export type Journal = readonly JournalRecord[]

/** The records of one type, in order. */
export function recordsOf<T extends JournalRecord['type']>(journal: Journal, type: T): RecordOf<T>[] {
  return journal.filter((record): record is RecordOf<T> => record.type === type)
}

export function only<T>(items: readonly T[]): T {
  const [item] = items
  if (item === undefined || items.length !== 1) throw new Error(`expected one item, got ${items.length}`)
  return item
}

/** When a step of a fault came, on the load's own time line. */
export function instantOf(journal: Journal, fault: string, step: RecordOf<'fault'>['step']): number {
  const record = only(
    recordsOf(journal, 'fault').filter((each) => each.fault === fault && each.step === step),
  )
  const { daemonOffsetMs } = only(recordsOf(journal, 'clock'))
  const daemonMs = record.unixMs + (record.clock === 'engine' ? daemonOffsetMs : 0)
  return daemonMs - only(recordsOf(journal, 'start')).unixMs
}

/**
 * A journal apart from the sessions on servers that the balancer called down by mistake. Its checks may miss one that
 * runs, on a busy machine: its users are sent elsewhere then, whatever the fault did.
 */
export function withoutMistakes(journal: Journal): Journal {
  // One that was added was not struck.
  const struck = recordsOf(journal, 'fault').flatMap(({ kind, victim }) => (kind === 'add' ? [] : victim))
  const called = recordsOf(journal, 'health').flatMap(({ server, status }) =>
    status === 'down' ? server : [],
  )
  const mistaken = called.filter((server) => !struck.includes(server))
  return journal.filter((record) => record.type !== 'session' || !mistaken.includes(record.homeServer))
}

export const victimOf = (journal: Journal, fault = 'f1') =>
  only(recordsOf(journal, 'verdict').filter((each) => each.fault === fault)).victim

/**
 * Sessions that had to exist when the fault struck (MEASURES, section 3), apart from those on the boundary, with a
 * login or a logout under way in that moment, and from those that may have been logged out later: nobody heard.
 */
export function atRisk(journal: Journal, fault = 'f1'): Session[] {
  const requestedMs = instantOf(journal, fault, 'requested')
  const observedMs = instantOf(journal, fault, 'observed')
  return recordsOf(journal, 'session').filter(
    ({ loginAtMs, logoutInvokedMs, expectation }) =>
      loginAtMs < requestedMs &&
      (logoutInvokedMs === null || logoutInvokedMs > observedMs) &&
      expectation !== 'may',
  )
}

/** Users who were missed after they had logged in, whether they noticed or the census did. */
export function signedOut(sessions: readonly Session[]): string[] {
  return namesOf(
    sessions.filter(
      ({ signedOutAtMs, end, expectation }) =>
        signedOutAtMs !== null || (end === 'absent' && expectation !== 'gone'),
    ),
  )
}

export const livingOn = (sessions: readonly Session[], server: string) =>
  namesOf(sessions.filter(({ homeServer }) => homeServer === server))

export const lost = (journal: Journal) => recordsOf(journal, 'session').filter(({ fate }) => fate === 'lost')

/** The whole ledger, by phase. */
export function ledgerOf(journal: Journal): Counts[] {
  const final = only(recordsOf(journal, 'frame').filter((frame) => frame.final))
  return Object.values(final.totals ?? {})
}

export const residualsOf = (journal: Journal) => ledgerOf(journal).map(residual)

const namesOf = (sessions: readonly Session[]) => sessions.map(({ session }) => session).sort()
