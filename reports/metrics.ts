import type { TrialResult } from './trial-result.ts'

/** A trial without its metrics, which are made from it. */
export type Measured = Omit<TrialResult, 'metrics' | 'hypothesis' | 'validity' | 'validityReasons'>

/** A number that each trial has, and how it is compared. */
export interface MetricDefinition {
  title: string
  unit: 'count' | 'share' | 'milliseconds' | 'seconds' | 'bytes' | 'times'
  better: 'lower' | 'higher'
  /** Counts and shares may be 0 and are compared by difference; amounts by ratio. */
  scale: 'ratio' | 'difference'
  /** Null where the trial can't tell. */
  of(trial: Measured): number | null
  /** What it surely exceeds or reaches, where `of` is null because the end was not seen, or never comes. */
  above?(trial: Measured): number | null
}

/** The one number that a trial gives for each metric; scenarios name them in hypothesis and primary metric. */
export const metrics: Record<string, MetricDefinition> = {
  sessionsLost: count('sessions lost', ({ sessions }) => sessions?.lost),
  usersSignedOut: count('users signed out', ({ sessions }) => sessions?.signedOut),
  dataSurvival: share('sessions that survived', ({ sessions }) => sessions?.dataSurvival.share),
  userSurvival: share('users who never noticed', ({ sessions }) => sessions?.userSurvival.share),
  leaked: count('sessions leaked', ({ sessions }) => sessions?.fates.leaked),
  resurrected: count('sessions resurrected', ({ sessions }) => sessions?.fates.resurrected),
  ackedWritesMissing: count(
    'answers without an acknowledged write',
    ({ sessions }) => sessions?.anomalies.stale,
  ),
  wrong: count('wrong answers', ({ ledger }) => ledger.wrong),
  availability: share('availability', ({ availability }) => availability),
  deficit: {
    title: 'operations below the baseline',
    unit: 'count',
    better: 'lower',
    scale: 'ratio',
    of: ({ recovery }) => total(recovery.map(({ deficitOperations }) => deficitOperations)),
  },
  backMs: {
    title: 'time until back',
    unit: 'milliseconds',
    better: 'lower',
    scale: 'ratio',
    of: ({ recovery }) => longest(recovery.map(({ backMs }) => backMs)),
    above: ({ recovery }) =>
      longest(
        recovery
          .filter(({ leftBand }) => leftBand !== null)
          .map(({ backMs, horizonAtMs, onsetAtMs }) => backMs ?? horizonAtMs - onsetAtMs),
      ),
  },
  p50Ms: quantileMetric('median response time', 0.5),
  p99Ms: quantileMetric('99th percentile of response times', 0.99),
  cpuSecondsPer1000Ok: amount(
    'CPU for 1,000 ok operations',
    'seconds',
    ({ cost }) => cost?.cpuSecondsPer1000Ok,
  ),
  memoryBytesPerSession: amount('memory per session', 'bytes', ({ cost }) => cost?.memoryBytesPerSession),
  loadMaxOverMean: amount(
    'busiest server ÷ mean',
    'times',
    ({ imbalance }) => imbalance.find(({ window }) => window === 'baseline')?.maxOverMean,
  ),
  tooFewServers: lowShare('time with too few servers, τU', ({ elasticity }) => elasticity?.underTimeShare),
  tooManyServers: lowShare('time with too many servers, τO', ({ elasticity }) => elasticity?.overTimeShare),
  missingServers: lowShare(
    'servers missing of those demanded, θU',
    ({ elasticity }) => elasticity?.underAccuracy,
  ),
  excessServers: lowShare(
    'servers in excess of those demanded, θO',
    ({ elasticity }) => elasticity?.overAccuracy,
  ),
  adaptations: count('changes of the number of servers', ({ elasticity }) => elasticity?.adaptations),
  hottestOverMean: amount(
    'hottest server ÷ mean',
    'times',
    ({ elasticity }) => elasticity?.maxOverMean?.mean,
  ),
}

/** Those that only a scenario with an autoscaler has. */
export const elasticityMetrics = [
  'tooFewServers',
  'tooManyServers',
  'missingServers',
  'excessServers',
  'adaptations',
  'hottestOverMean',
] as const

type Read = (trial: Measured) => number | null | undefined

function count(title: string, read: Read): MetricDefinition {
  return { title, unit: 'count', better: 'lower', scale: 'difference', of: (trial) => read(trial) ?? null }
}

function share(title: string, read: Read): MetricDefinition {
  return { title, unit: 'share', better: 'higher', scale: 'difference', of: (trial) => read(trial) ?? null }
}

function lowShare(title: string, read: Read): MetricDefinition {
  return { ...share(title, read), better: 'lower' }
}

function amount(title: string, unit: MetricDefinition['unit'], read: Read): MetricDefinition {
  return { title, unit, better: 'lower', scale: 'ratio', of: (trial) => read(trial) ?? null }
}

/** Of all operations in the window after the fault, or in the measured part where there is none. */
function quantileMetric(title: string, q: number): MetricDefinition {
  const found = ({ latency }: Measured) => {
    const window =
      latency.find((each) => each.window === 'afterFault') ??
      latency.find((each) => each.window === 'measured')
    return window?.response.find((each) => each.q === q)
  }
  const read = (trial: Measured) => {
    const quantile = found(trial)
    return quantile?.comparable ? quantile.ms : null
  }
  return {
    ...amount(title, 'milliseconds', read),
    above: (trial) => (found(trial)?.status === 'infinite' ? Number.POSITIVE_INFINITY : null),
  }
}

function total(values: (number | null)[]): number | null {
  return values.length === 0 || values.includes(null)
    ? null
    : values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}

function longest(values: (number | null)[]): number | null {
  return values.length === 0 || values.includes(null) ? null : Math.max(...values.map((value) => value ?? 0))
}
