import { join } from 'node:path'
import { type Cell, snakeCase, writeCsv } from '../csv.ts'
import { type ExperimentData, isKnown, type Second } from '../data.ts'
import type { ExperimentResult } from '../result.ts'

const counts = [
  'scheduled',
  'dropped',
  'blocked',
  'sent',
  'ok',
  'late',
  'wrong',
  'rejected',
  'missing',
  'failed',
  'refused',
  'reset',
  'timedOut',
  'unfinished',
] as const

const columns: readonly [name: string, of: (second: Second) => Cell][] = [
  ['second', ({ second }) => second],
  ['phase', ({ phase }) => phase],
  ...counts.map((name): [string, (second: Second) => Cell] => [
    snakeCase(name),
    (second) => (isKnown(second) ? second[name] : null),
  ]),
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
