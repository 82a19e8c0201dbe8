import { type Kind, kinds, type Way, ways } from './fault-plan.ts'

/** From the planned moment of a fault to the daemon's own event. */
export interface Delay {
  kind: Kind
  way: Way
  ms: number
}

export interface DelayRow {
  fault: Kind | 'both'
  way: Way
  n: number
  medianMs: number
  p99Ms: number
}

/** How many times as long the command line takes as the API, in the same run. */
export interface DelayRatio {
  fault: Kind | 'both'
  median: number
  p99: number
}

export interface DelaySummary {
  rows: DelayRow[]
  ratios: DelayRatio[]
}

/** The smallest value that a share q of all does not exceed: the value of rank ⌈q·n⌉. NaN where there is none. */
export function quantile(values: readonly number[], q: number): number {
  const rank = Math.max(1, Math.ceil(q * values.length))
  return values.toSorted((a, b) => a - b)[rank - 1] ?? Number.NaN
}

/** Both ways beside each other, for each kind of fault and for both kinds together. */
export function summarize(delays: readonly Delay[]): DelaySummary {
  const rowOf = (fault: DelayRow['fault'], way: Way): DelayRow => {
    const ms = delays
      .filter((delay) => delay.way === way && (fault === 'both' || delay.kind === fault))
      .map((delay) => delay.ms)
    return { fault, way, n: ms.length, medianMs: quantile(ms, 0.5), p99Ms: quantile(ms, 0.99) }
  }
  const pairs = [...kinds, 'both' as const].map((fault) => ({
    fault,
    api: rowOf(fault, 'API'),
    cli: rowOf(fault, 'CLI'),
  }))
  return {
    rows: pairs.flatMap(({ api, cli }) => ways.map((way) => (way === 'API' ? api : cli))),
    ratios: pairs.map(({ fault, api, cli }) => ({
      fault,
      median: cli.medianMs / api.medianMs,
      p99: cli.p99Ms / api.p99Ms,
    })),
  }
}

/** A line for each kind and way, and under each kind how many times as long the command line takes. */
export function tableOf({ rows, ratios }: DelaySummary): string {
  const body = ratios.flatMap(({ fault, median, p99 }) => [
    ...rows
      .filter((row) => row.fault === fault)
      .map(({ way, n, medianMs, p99Ms }) => [fault, way, `${n}`, medianMs.toFixed(1), p99Ms.toFixed(1)]),
    [fault, 'CLI ÷ API', '', median.toFixed(2), p99.toFixed(2)],
  ])
  return [['fault', 'way', 'n', 'median ms', 'p99 ms'], ...body]
    .map(([fault = '', way = '', ...numbers]) =>
      [fault.padEnd(6), way.padEnd(9), ...numbers.map((number) => number.padStart(9))].join('  '),
    )
    .join('\n')
}
