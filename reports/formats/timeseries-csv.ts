import { join } from 'node:path'
import { type Cell, writeCsv } from '../csv.ts'
import type { ExperimentData, Second } from '../data.ts'
import type { ExperimentResult } from '../result.ts'

const columns: readonly [name: string, of: (second: Second) => Cell][] = [
  ['second', ({ second }) => second],
  ['phase', ({ phase }) => phase],
  ['scheduled', ({ scheduled }) => scheduled],
  ['dropped', ({ dropped }) => dropped],
  ['blocked', ({ blocked }) => blocked],
  ['sent', ({ sent }) => sent],
  ['ok', ({ ok }) => ok],
  ['late', ({ late }) => late],
  ['wrong', ({ wrong }) => wrong],
  ['rejected', ({ rejected }) => rejected],
  ['missing', ({ missing }) => missing],
  ['failed', ({ failed }) => failed],
  ['refused', ({ refused }) => refused],
  ['reset', ({ reset }) => reset],
  ['timed_out', ({ timedOut }) => timedOut],
  ['unfinished', ({ unfinished }) => unfinished],
  ['availability', ({ availability }) => availability],
  ['p50_ms', ({ p50Ms }) => p50Ms],
  ['p99_ms', ({ p99Ms }) => p99Ms],
  ['sessions_must', ({ sessions }) => sessions?.must ?? null],
  ['sessions_may', ({ sessions }) => sessions?.may ?? null],
  ['sessions_gone', ({ sessions }) => sessions?.gone ?? null],
  ['sessions_signed_out', ({ sessions }) => sessions?.signedOut ?? null],
  ['in_flight', ({ inFlight }) => inFlight],
  ['queued', ({ queued }) => queued],
  ['servers_up', ({ serversUp }) => serversUp?.length ?? null],
  ['rate_scheduled', ({ ratePerSecond }) => ratePerSecond],
  ['servers_demanded', ({ serversDemanded }) => serversDemanded],
]

/** `timeseries.csv`: a row for each second of each trial; operations count in the second of their schedule. */
export async function write(_result: ExperimentResult, data: ExperimentData, folder: string): Promise<void> {
  const names = columns.map(([name]) => name)
  await writeCsv(join(folder, 'timeseries.csv'), ['trial', ...names], rows(data))
}

function* rows({ trials }: ExperimentData): Generator<Cell[]> {
  for (const { trial, seconds } of trials) {
    for (const second of seconds) yield [trial, ...columns.map(([, of]) => of(second))]
  }
}
