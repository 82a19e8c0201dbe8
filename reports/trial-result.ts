/** What one trial found, as it stands in `result.json`. */
import { z } from 'zod'
import { faultSteps } from '../engine/journal/records.ts'
import { anomalies, fates } from '../engine/journal/traffic-records.ts'
import { elasticityResult } from './elasticity-result.ts'

const count = z.number()

/** residual is computed: 0 when scheduled = dropped + sent and sent = the sum of its outcomes. */
const ledger = z.object({
  scheduled: count,
  dropped: count,
  sent: count,
  ok: count,
  wrong: count,
  rejected: count,
  failed: count,
  refused: count,
  reset: count,
  timedOut: count,
  unfinished: count,
  residual: count,
})
export type Ledger = z.infer<typeof ledger>

/** Parts of the counts above, not in their sum: blocked of dropped, missing and throttled of rejected … */
const subcounts = z.object({
  blocked: count,
  missing: count,
  throttled: count,
  shed: count,
  late: count,
  connect: count,
})
export type Subcounts = z.infer<typeof subcounts>

/** An exact share of sessions; the bounds count the unknown ones either way. */
const bounded = z.object({
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

/** What became of the sessions (MEASURES, section 1). */
const sessionsResult = z.object({
  total: count,
  must: count,
  may: count,
  gone: count,
  /** must ∧ end unknown. */
  unknown: count,
  lost: count,
  signedOut: count,
  interrupted: count,
  fates: z.record(z.enum(fates), count),
  anomalies: z.record(z.enum(anomalies), count),
  /** S_data: sessions that still hold, of those that must. */
  dataSurvival: bounded,
  /** S_user: sessions whose users never noticed, of those that must. */
  userSurvival: bounded,
})
export type SessionsResult = z.infer<typeof sessionsResult>

export const faultResult = z.object({
  fault: z.string(),
  kind: z.string(),
  title: z.string(),
  /** One victim each: a fault that strikes two servers has two entries. Null where it was never begun. */
  victim: z.string().nullable(),
  plannedAtMs: z.number(),
  /** Instants on one clock, in the order of the instants. */
  steps: z.array(z.object({ step: z.enum(faultSteps), atMs: z.number(), detail: z.string().nullable() })),
  verdict: z.enum(['confirmed', 'mismatch', 'inconclusive', 'missing']),
  reason: z.string(),
  /** Who decided it, where the scenario's method did not. */
  by: z.literal('autoscaler').optional(),
})
export type FaultResult = z.infer<typeof faultResult>

/** Predicted against observed, for one fault (MEASURES, section 3). */
const predictionResult = z.object({
  fault: z.string(),
  kind: z.string(),
  victims: z.array(z.string()),
  rule: z.string(),
  window: z.object({ fromMs: z.number(), toMs: z.number() }),
  /** One after the other, where the victims had their turns: how many sessions were there, and how many it predicts. */
  turns: z.array(z.object({ fromMs: z.number(), there: count, predicted: count })),
  /** R_f: the sessions that the fault could strike and on which the prediction speaks. */
  atRisk: count,
  /** Logging in or out while the fault happened; not at risk. */
  inFlight: count,
  /** Those in flight whose prediction depends on which came first: excluded, at most 1 % of those at risk. */
  boundary: count,
  /** At risk, but the evidence does not say whether they were signed out. */
  undecided: count,
  predicted: count,
  /** Signed out, of those at risk. */
  observed: count,
  /** Of these, never missed by an answer: predicted, and absent at the census, but with a logout in doubt. */
  presumed: count,
  missed: z.object({ count: count, sessions: z.array(z.string()) }),
  surplus: z.object({ count: count, sessions: z.array(z.string()) }),
  /** Sessions of later logins that were signed out though predicted untouched. */
  laterSignedOut: count,
  /** Sessions at risk, signed out and lost, of the victim and of all others. */
  ofVictim: z.object({ atRisk: count, signedOut: count, lost: count }),
  ofOthers: z.object({ atRisk: count, signedOut: count, lost: count }),
  /** Servers struck ÷ servers that were up: what the naive theory says is signed out. Null for a store or a balancer. */
  naiveShare: z.number().nullable(),
  verdict: z.enum(['asPredicted', 'notAsPredicted', 'cannotTell', 'unpredicted']),
  text: z.string(),
})
export type PredictionResult = z.infer<typeof predictionResult>

/** How the service came back after one fault, from its onset to the next fault or the end of the load. */
const recoveryResult = z.object({
  fault: z.string(),
  onsetAtMs: z.number(),
  horizonAtMs: z.number(),
  /** Milliseconds after the onset; null where it was not seen. */
  detectedMs: z.number().nullable(),
  firstSuccessMs: z.number().nullable(),
  /** False where no window left the band: then backMs is 0. Null where there is no baseline or no window to judge by. */
  leftBand: z.boolean().nullable(),
  /** Null where it was not back by the horizon (censored), and where it can't be judged. */
  backMs: z.number().nullable(),
  relapses: count,
  deficitOperations: z.number().nullable(),
  /** The deficit as seconds of full outage: in each second, its share of the operations that were due. */
  deficitSeconds: z.number().nullable(),
})
export type RecoveryResult = z.infer<typeof recoveryResult>

/** The steady state before the first fault (MEASURES, section 6). */
const baselineResult = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  /** Complete seconds; the share of operations that are right within the limit. */
  windows: count,
  availability: z.number().nullable(),
  /** The lower edge of the band at the baseline's mean window size. */
  bandLow: z.number().nullable(),
})
export type BaselineResult = z.infer<typeof baselineResult>

/** value: printed; infinite: that share of operations was not ok; tooFew: fewer than 20 operations beyond it. */
const quantile = z.object({
  q: z.number(),
  status: z.enum(['value', 'infinite', 'tooFew']),
  ms: z.number().nullable(),
  /** At least 100 operations lie beyond it: fit for comparing. */
  comparable: z.boolean(),
})
export type Quantile = z.infer<typeof quantile>

/** Quantiles of the operations that were scheduled in a window. */
const latencyResult = z.object({
  window: z.enum(['baseline', 'afterFault', 'measured']),
  fromMs: z.number(),
  toMs: z.number(),
  operations: count,
  notOkShare: z.number().nullable(),
  /** Response time to success, from the scheduled instant; an operation that is not ok counts as infinite. */
  response: z.array(quantile),
  /** The same of the ok ones only. */
  responseOfOk: z.array(quantile),
  /** Of the ok ones from the moment of sending. */
  serviceOfOk: z.array(quantile),
})
export type LatencyResult = z.infer<typeof latencyResult>

/** CPU and memory over the measured part, by service (MEASURES, section 7). */
const costResult = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  okOperations: count,
  services: z.array(
    z.object({
      service: z.string(),
      /** generator and path: not part of the target, not in the sum. */
      role: z.string(),
      cpuSeconds: z.number(),
      cpuSecondsPer1000Ok: z.number().nullable(),
      memoryBytes: z.number(),
      memoryBytesPerSession: z.number().nullable(),
    }),
  ),
  cpuSecondsPer1000Ok: z.number().nullable(),
  memoryBytesPerSession: z.number().nullable(),
  /** Mean share of all cores that were busy, and the highest second. */
  hostBusyMean: z.number().nullable(),
  hostBusyMax: z.number().nullable(),
})
export type CostResult = z.infer<typeof costResult>

/** How the servers shared the answers of a window. */
const imbalanceResult = z.object({
  window: z.enum(['baseline', 'afterFault', 'measured']),
  answers: z.record(z.string(), count),
  maxOverMean: z.number().nullable(),
  coefficientOfVariation: z.number().nullable(),
  /** Of a session's reads, writes and logouts: the share answered by the server that had answered its login. */
  affinityShare: z.number().nullable(),
})
export type ImbalanceResult = z.infer<typeof imbalanceResult>

/** A server that the balancer called down though no fault had struck anything that explains it. */
const calledDownResult = z.object({
  server: z.string(),
  fromMs: z.number(),
  /** Null where it was never called up again. */
  toMs: z.number().nullable(),
  /** The balancer's words. */
  reason: z.string().nullable(),
  /** Sessions of its users who were signed out meanwhile. */
  signedOut: count,
})
export type CalledDownResult = z.infer<typeof calledDownResult>

/** What the balancer's log says of the requests of a window; words are the balancer's own. */
const requestLogResult = z.object({
  window: z.enum(['baseline', 'afterFault']),
  requests: count,
  unanswered: count,
  retried: count,
  redispatched: count,
  words: z.record(z.string(), count),
})
export type RequestLogResult = z.infer<typeof requestLogResult>

/** Whether the steady-state hypothesis held, tolerance by tolerance. */
const hypothesisResult = z.object({
  /** Null: it can't be judged. Apart from `status`: a trial can be complete and deviate. */
  deviated: z.boolean().nullable(),
  tolerances: z.array(
    z.object({
      metric: z.string(),
      atMost: z.number().nullable(),
      atLeast: z.number().nullable(),
      observed: z.number().nullable(),
      held: z.boolean().nullable(),
    }),
  ),
})
export type HypothesisResult = z.infer<typeof hypothesisResult>

/** The schema of what is reported of one trial. */
export const trialResult = z.object({
  id: z.string(),
  /** Relative to the experiment's folder. */
  journal: z.string(),
  block: z.number(),
  position: z.number(),
  target: z.string(),
  scenario: z.string(),
  trafficSeed: z.number(),
  /** aborted: by a limit that the scenario or the tool sets, so that nothing worse happens. */
  status: z.enum(['complete', 'interrupted', 'failed', 'skipped', 'aborted']),
  reason: z.string().nullable(),
  /** What a journal that ended early does not hold: `no census`. */
  missing: z.array(z.string()),
  /** invalid: counts nowhere; inconclusive: what was broken or lost can't be told. Both are never a pass. */
  validity: z.enum(['valid', 'inconclusive', 'invalid']),
  validityReasons: z.array(z.string()),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  /** ISO 8601; null where the load never began. */
  loadStartedAt: z.string().nullable(),
  loadMs: z.number().nullable(),
  /** All phases together. */
  ledger,
  subcounts,
  phases: z.object({
    warmUp: ledger.extend(subcounts.shape),
    measured: ledger.extend(subcounts.shape),
    census: ledger.extend(subcounts.shape),
  }),
  /** Null where no census was taken. */
  sessions: sessionsResult.nullable(),
  /** In the order of the scenario, then those that the autoscaler decided. */
  faults: z.array(faultResult),
  predictions: z.array(predictionResult),
  baseline: baselineResult.nullable(),
  /** Share of operations that were right within the limit, from the first fault on; without a fault, of all measured. */
  availability: z.number().nullable(),
  recovery: z.array(recoveryResult),
  latency: z.array(latencyResult),
  cost: costResult.nullable(),
  imbalance: z.array(imbalanceResult),
  /** Null where the scenario has no autoscaler, or the load never began. */
  elasticity: elasticityResult.nullable(),
  requestLog: z.array(requestLogResult),
  calledDown: z.array(calledDownResult),
  /** What answers of an error status said was wrong, the most frequent first; missed sessions are not among them. */
  complaints: z.array(z.object({ text: z.string(), count })),
  /** Attempts that a server saw more than once; killed servers' counts are lost. Null where nobody was asked. */
  replays: z.number().nullable(),
  versions: z.record(z.string(), z.string()),
  policy: z.record(z.string(), z.string()),
  /** One number for each metric, null where it can't be told; the names are those of `reports/metrics.ts`. */
  metrics: z.record(z.string(), z.number().nullable()),
  hypothesis: hypothesisResult,
})
export type TrialResult = z.infer<typeof trialResult>
