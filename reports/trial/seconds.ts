import { operationsBetween } from '../../engine/journal/rate.ts'
import type { Second, ServersOverTime } from '../data.ts'
import { isUp } from '../prediction/window.ts'
import { levelAt } from '../statistics/elasticity.ts'
import { merge, roughQuantileMs } from '../statistics/quantiles.ts'
import { countedOperations, goodOperations, noCounts } from './counts.ts'
import type { SecondTotals } from './frame-totals.ts'
import type { LoadClock } from './load-clock.ts'
import type { TrialRecords } from './trial-records.ts'

/** The trial second by second, gaps filled. */
export function secondsOfTrial(
  records: TrialRecords,
  clock: LoadClock,
  { demand }: ServersOverTime,
): Second[] {
  const { frames, trial } = records
  const up = serversUp(records, clock)
  const last = Math.ceil(Math.min(trial.scenario.durationMs, frames.lastMs) / 1_000) - 1
  return Array.from({ length: Math.max(0, last + 1) }, (_, second) => ({
    ...ofTotals(frames.seconds.get(second)),
    second,
    phase: second * 1_000 < trial.scenario.warmUpMs ? ('warmUp' as const) : ('measured' as const),
    ratePerSecond: operationsBetween(trial.scenario.rate, {
      fromMs: second * 1_000,
      toMs: (second + 1) * 1_000,
    }),
    serversDemanded: levelAt(demand, second * 1_000),
    serversUp: up.get(second) ?? null,
  }))
}

function ofTotals(
  totals: SecondTotals | undefined,
): Omit<Second, 'second' | 'phase' | 'ratePerSecond' | 'serversDemanded' | 'serversUp'> {
  const counts = totals?.counts ?? noCounts()
  const operations = countedOperations(counts)
  const ok = merge(totals?.okResponse ?? [])
  return {
    ...counts,
    availability: operations === 0 ? null : goodOperations(counts) / operations,
    p50Ms: roughQuantileMs(ok, 0.5),
    p99Ms: roughQuantileMs(ok, 0.99),
    sessions: totals?.gauges?.sessions ?? null,
    inFlight: totals?.gauges?.inFlight ?? null,
    queued: totals?.gauges?.queued ?? null,
    answers: totals?.answers ?? {},
  }
}

function serversUp({ balancers }: TrialRecords, clock: LoadClock): Map<number, string[]> {
  return new Map(
    balancers.map(({ at, servers }) => [
      Math.floor(clock.fromEngine(at) / 1_000),
      servers.filter(({ status }) => isUp(status)).map(({ server }) => server),
    ]),
  )
}
