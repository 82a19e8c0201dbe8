import type { ServersOverTime } from '../data.ts'
import type { ElasticityResult, ScaleInResult } from '../elasticity-result.ts'
import { isUp } from '../prediction/window.ts'
import { demandOver } from '../statistics/demand.ts'
import { elasticityOf, type Followed, type Level } from '../statistics/elasticity.ts'
import { mean } from '../statistics/mean.ts'
import type { FaultResult, PredictionResult } from '../trial-result.ts'
import { earliest, faultsBegun, latest } from './faults.ts'
import type { LoadClock } from './load-clock.ts'
import type { TrialRecords } from './trial-records.ts'
import { type Span, secondsOf, type TrialWindows } from './windows.ts'

/** Shorter windows have so few answers for each server that chance alone makes one of them hot. */
const loadWindowSeconds = 5

/** What the load demanded by the calibration, and what the balancer called up; draining servers are not. */
export function serversOverTime(records: TrialRecords, clock: LoadClock): ServersOverTime {
  const { trial, capacity, balancers } = records
  const supply = balancers.map(({ at, servers }) => ({
    atMs: clock.fromEngine(at),
    servers: servers.filter(({ status }) => isUp(status)).length,
  }))
  return {
    demand: capacity ? demandOver(trial.scenario.rate, capacity.points) : [],
    supply: supply.filter(({ servers }, index) => servers !== supply[index - 1]?.servers),
  }
}

interface Found {
  clock: LoadClock
  windows: TrialWindows
  servers: ServersOverTime
  faults: readonly FaultResult[]
  predictions: readonly PredictionResult[]
}

/** Null where the scenario has no autoscaler. */
export function elasticityIn(records: TrialRecords, found: Found): ElasticityResult | null {
  const { trial, autoscalers, capacity } = records
  if (!trial.scenario.autoscaler) return null
  const { clock } = found
  const { demand, supply } = found.servers
  const span = found.windows.measured
  const followed = elasticityOf(demand, supply, span)
  const changes = autoscalers.filter(({ decision, at }) => {
    const atMs = clock.fromEngine(at)
    return decision !== 'none' && atMs >= span.fromMs && atMs < span.toMs
  })
  return {
    ...span,
    doubt: doubtOf(records, followed),
    underAccuracy: followed.elasticity?.underAccuracy ?? null,
    overAccuracy: followed.elasticity?.overAccuracy ?? null,
    underTimeShare: followed.elasticity?.underTimeShare ?? null,
    overTimeShare: followed.elasticity?.overTimeShare ?? null,
    adaptations: changes.length,
    adaptationsPerMinute: changes.length / ((span.toMs - span.fromMs) / 60_000),
    servers: rangeOf(supply, span),
    maxOverMean: maxOverMean(records, clock, span),
    speedUp: null,
    scaleIns: scaleInsOf(found),
    capacity: capacity?.points ?? [],
    objective: capacity?.objective ?? null,
  }
}

function doubtOf({ capacity }: TrialRecords, { unknownMs }: Followed): string | null {
  if (!capacity || capacity.points.length === 0) {
    return 'What the load demanded is not known: how much the servers can take was not measured.'
  }
  if (unknownMs === 0) return null
  const most = Math.max(...capacity.points.map(({ servers }) => servers))
  return `For ${(unknownMs / 1_000).toFixed(1)} s the load was more than any number of servers up to ${most} was seen to take, or the balancer had not been asked: that time is left out.`
}

function rangeOf(supply: readonly Level[], { fromMs, toMs }: Span): ElasticityResult['servers'] {
  const before = supply.findLast(({ atMs }) => atMs <= fromMs)
  const within = supply.filter(({ atMs }) => atMs > fromMs && atMs < toMs)
  const counts = [before, ...within].flatMap((level) => level?.servers ?? [])
  return counts.length === 0 ? null : { min: Math.min(...counts), max: Math.max(...counts) }
}

/** Sessions are put down to the servers that held them by the prediction of each fault. */
function scaleInsOf({ faults, predictions }: Found): ScaleInResult[] {
  const decided = faults.filter(({ by, kind }) => by === 'autoscaler' && kind !== 'add')
  return faultsBegun(decided).map((victims) => {
    const [{ fault = '' } = {}] = victims
    const atMs = earliest(victims, 'requested') ?? 0
    const wasDrained = earliest(victims, 'draining') !== undefined
    const taken = latest(victims, 'takingOut')
    const of = predictions.find((each) => each.fault === fault)
    return {
      fault,
      victims: victims.flatMap(({ victim }) => victim ?? []),
      atMs,
      drained: wasDrained,
      drainMs: wasDrained && taken !== undefined ? taken - atMs : null,
      signedOut: of ? of.ofVictim.signedOut + of.ofOthers.signedOut : null,
      lost: of ? of.ofVictim.lost + of.ofOthers.lost : null,
    }
  })
}

/** An average hides hot servers behind stickiness: a new one has no users yet, and lowers it. */
function maxOverMean(records: TrialRecords, clock: LoadClock, span: Span): ElasticityResult['maxOverMean'] {
  const ratios: number[] = []
  const lengthMs = loadWindowSeconds * 1_000
  for (let fromMs = span.fromMs; fromMs + lengthMs <= span.toMs; fromMs += lengthMs) {
    const answers = answersIn(records, clock, { fromMs, toMs: fromMs + lengthMs })
    const average = answers.length === 0 ? 0 : mean(answers)
    if (average > 0) ratios.push(Math.max(...answers) / average)
  }
  return ratios.length === 0 ? null : { mean: mean(ratios), highest: Math.max(...ratios) }
}

/** Of each server that was up throughout, or gave any. */
function answersIn({ frames, balancers }: TrialRecords, clock: LoadClock, { fromMs, toMs }: Span): number[] {
  const answers: Record<string, number> = {}
  const views = balancers.filter(({ at }) => clock.fromEngine(at) >= fromMs && clock.fromEngine(at) < toMs)
  for (const { server } of views[0]?.servers ?? []) {
    const isAlways = views.every(({ servers }) =>
      servers.some((each) => each.server === server && isUp(each.status)),
    )
    if (isAlways) answers[server] = 0
  }
  for (const second of secondsOf({ fromMs, toMs })) {
    for (const [server, count] of Object.entries(frames.seconds.get(second)?.answers ?? {})) {
      answers[server] = (answers[server] ?? 0) + count
    }
  }
  return Object.values(answers)
}
