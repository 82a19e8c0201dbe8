import { join } from 'node:path'
import { type Cell, writeCsv } from '../csv.ts'
import type { ExperimentData } from '../data.ts'
import type { ExperimentResult } from '../result.ts'

const columns = [
  'trial',
  'session',
  'fate',
  'fate_at_ms',
  'home_server',
  'acknowledged_writes',
  'observed_writes',
  'end',
  'anomalies',
  'last_good_ms',
  'signed_out_at_ms',
  'login_at_ms',
  'end_at_ms',
  'cause',
] as const

/** `sessions.csv`: a row for each session, read from the journals as it is written. */
export async function write(_result: ExperimentResult, data: ExperimentData, folder: string): Promise<void> {
  await writeCsv(join(folder, 'sessions.csv'), columns, rows(data))
}

async function* rows({ trials }: ExperimentData): AsyncGenerator<Cell[]> {
  for (const { trial, sessions } of trials) {
    for await (const session of sessions()) {
      yield [
        trial,
        session.session,
        session.fate,
        session.fateAtMs,
        session.homeServer,
        session.acknowledgedWrites,
        session.observedWrites,
        session.end,
        anomalies(session.anomalies),
        session.lastGoodMs,
        session.signedOutAtMs,
        session.loginAtMs,
        session.endAtMs,
        session.cause,
      ]
    }
  }
}

/** `missing:2 stale:1`; empty where there was none. */
function anomalies(counts: Record<string, number | undefined>): string {
  return Object.entries(counts)
    .filter(([, count]) => count)
    .map(([anomaly, count]) => `${anomaly}:${count}`)
    .join(' ')
}
