/**
 * The journal of a trial: one JSON object a line, append-only. Everything that is reported derives from it.
 * `at` is the wall clock of the engine's host in milliseconds since 1970, with fractions, at the moment of writing.
 * Instants of other clocks (the Docker daemon's, the generator's) say so; the `clock` record ties them together.
 */
import { z } from 'zod'
import { rateOverTime } from './rate.ts'
import { stackSettings } from './stack-settings.ts'
import { trafficRecords } from './traffic-records.ts'

/** Raised when a record changes its meaning; a reader refuses journals of a later version. */
export const journalVersion = 1

export const trialPhases = [
  'preflight',
  'calibration',
  'up',
  'warmUp',
  'baseline',
  'faults',
  'recovery',
  'census',
  'down',
] as const
export type TrialPhase = (typeof trialPhases)[number]

/** What the theory says which sessions a fault signs out; evaluated by `reports/prediction.ts`. */
export const predictions = [
  'nobody',
  'homeOnVictim',
  'movedOnRing',
  'movedOnMap',
  'everybody',
  'unpredicted',
] as const
export type Prediction = (typeof predictions)[number]

/** Under which name a target's prediction for a fault is found: `kill`, of a web server; `kill store`. */
export function predictionKey(kind: string, tier: 'web' | 'balancer' | 'store'): string {
  return tier === 'web' ? kind : `${kind} ${tier}`
}

export const targetDescription = z.object({
  name: z.string(),
  title: z.string(),
  sessions: z.string(),
  balancer: z.string(),
  affinity: z.string(),
  services: z.array(z.string()),
  /** By `predictionKey`. */
  predicts: z.record(z.string(), z.enum(predictions)),
  note: z.string().optional(),
})
export type TargetDescription = z.infer<typeof targetDescription>

export const faultDescription = z.object({
  /** f1, f2 … in the order of the scenario. */
  id: z.string(),
  kind: z.string(),
  /** As people read it: `kill one web server`. */
  title: z.string(),
  /** Milliseconds from the start of the load. */
  atMs: z.number(),
  options: z.record(z.string(), z.unknown()),
})
export type FaultDescription = z.infer<typeof faultDescription>

/** What the faults of a scenario are drawn from, for each block anew. */
export const monkeyDescription = z.object({
  /** From one fault to the next, on average. */
  everyMs: z.number(),
  faults: z.array(
    faultDescription.omit({ id: true, atMs: true }).extend({
      /** After how long it is taken back; absent where it is not. */
      lastsMs: z.number().optional(),
      /** What becomes of a web server. */
      server: z.enum(['goes', 'comesBack', 'isAdded', 'stays']),
    }),
  ),
})
export type MonkeyDescription = z.infer<typeof monkeyDescription>

/** How the number of web servers follows the load; absent in a scenario where it does not. */
export const autoscalerDescription = z.object({
  /** What is kept near the target: requests a second of each server, or the share used of its CPU quota. */
  signal: z.enum(['requestsPerServer', 'cpu']),
  target: z.number(),
  min: z.int().positive(),
  max: z.int().positive(),
  /** So far from the target, as a share of it, nothing is done. */
  tolerance: z.number(),
  /** Looks so often, the first time `fromMs` after the start of the load. */
  syncMs: z.number(),
  fromMs: z.number(),
  /** The most cautious recommendation of the last so long counts; after an action, no other for the cool-down. */
  scaleOut: z.object({ stabiliseMs: z.number(), coolDownMs: z.number() }),
  scaleIn: z.object({
    stabiliseMs: z.number(),
    coolDownMs: z.number(),
    /** Which server goes. */
    pick: z.string(),
    /** Users have so long to leave it; null where it is removed at once. */
    drainMs: z.number().nullable(),
  }),
  /** Share of the operations that must be right within so long at the highest rate; absent: no calibration. */
  objective: z.object({ availability: z.number(), withinMs: z.number() }).optional(),
})
export type AutoscalerDescription = z.infer<typeof autoscalerDescription>

/** When a trial ends early, beside the limit that holds without being told. */
export const abortDescription = z.object({
  /** Share of the operations that ended in a second and were not ok, for so long. */
  errorShare: z.object({ above: z.number(), forMs: z.number() }).optional(),
  /** Share of the host's memory that is available. */
  hostMemory: z.object({ below: z.number() }).optional(),
})
export type AbortDescription = z.infer<typeof abortDescription>

export const tolerance = z.object({ atMost: z.number().optional(), atLeast: z.number().optional() })

/** What a target must have: one of `sessions`, `balancer` and `affinity`, and all `services`. */
const needs = z.object({
  sessions: z.array(z.string()).optional(),
  balancer: z.array(z.string()).optional(),
  affinity: z.array(z.string()).optional(),
  services: z.array(z.string()).optional(),
})

export const scenarioDescription = z.object({
  name: z.string(),
  title: z.string(),
  question: z.string(),
  servers: z.int().positive(),
  /** Absent where it is for every target that its faults can strike. */
  needs: needs.optional(),
  users: z.int().positive(),
  rate: rateOverTime,
  /** The highest point of `rate`. */
  ratePerSecond: z.number(),
  warmUpMs: z.number(),
  durationMs: z.number(),
  timeoutMs: z.number(),
  lateMs: z.number(),
  connections: z.string(),
  /** How many source addresses the users share; absent where it is left to what a target needs. */
  addresses: z.int().positive().optional(),
  /** In how many tabs a user writes at once; absent for one. */
  tabs: z.int().positive().optional(),
  /** A logout in one tab has a write in the others at its side; absent where it has not. */
  writeAtLogout: z.boolean().optional(),
  operations: z.object({ read: z.number(), write: z.number(), logout: z.number() }),
  /** What it changes of the stack; absent where that is nothing. */
  settings: stackSettings.optional(),
  method: z.array(faultDescription),
  /** What `method` was drawn from; absent where it is written out. */
  monkey: monkeyDescription.optional(),
  autoscaler: autoscalerDescription.optional(),
  abort: abortDescription.optional(),
  primaryMetric: z.string(),
  hypothesis: z.record(z.string(), tolerance),
})
export type ScenarioDescription = z.infer<typeof scenarioDescription>

const trial = z.object({
  type: z.literal('trial'),
  version: z.literal(journalVersion),
  outlast: z.string(),
  experiment: z.string(),
  /** `b1-stateless-redis-kill-server`, unique in the experiment. */
  trial: z.string(),
  block: z.int().positive(),
  /** 1 for the first trial of its block. */
  position: z.int().positive(),
  blocks: z.int().positive(),
  /** The experiment's seed, and the seed of this block's traffic. */
  seed: z.number(),
  trafficSeed: z.number(),
  baseline: z.string(),
  target: targetDescription,
  scenario: scenarioDescription,
  command: z.string(),
})

const phase = z.object({ type: z.literal('phase'), phase: z.enum(trialPhases) })

/** What this trial ran on. */
/** What the daemon can do to a running container. */
const capabilities = z.object({ pause: z.boolean(), cpuQuota: z.boolean(), memoryLimit: z.boolean() })
export type Capabilities = z.infer<typeof capabilities>

const environment = z.object({
  type: z.literal('environment'),
  cpus: z.number(),
  memoryBytes: z.number(),
  kernel: z.string(),
  docker: z.string(),
  compose: z.string(),
  cgroup: z.string(),
  /** Absent in journals of before. */
  capabilities: capabilities.optional(),
  /** Containers that were running on this daemon beside ours: they share its CPU. */
  otherContainers: z.number(),
})

/** The daemon's clock minus the engine's, by the answer with the shortest round trip. */
const clock = z.object({ type: z.literal('clock'), daemonOffsetMs: z.number(), uncertaintyMs: z.number() })

const stack = z.object({
  type: z.literal('stack'),
  project: z.string(),
  subnet: z.string(),
  services: z.array(
    z.object({
      service: z.string(),
      container: z.string(),
      image: z.string(),
      imageId: z.string(),
      address: z.string(),
    }),
  ),
  /** Of the balancer, the web server and the stores, by their own word: `haproxy` → `3.2.26`, `node` → `24.21.0`. */
  versions: z.record(z.string(), z.string()),
  /** The balancer's failure policy, as declared: `timeout connect` → `300ms`. */
  policy: z.record(z.string(), z.string()),
})

export const faultSteps = [
  'planned',
  'requested',
  'draining',
  'takingOut',
  'takenOut',
  'acknowledged',
  'observed',
  'detected',
  'undoRequested',
  'undone',
  'endedWithVictim',
] as const

/**
 * One instant in the life of a fault. A server that is drained is `draining` once the balancer says so; one that is taken
 * out of the balancer loses its users between `takingOut` and `takenOut`. Where there was nothing to take back, because
 * the victim was dead, removed or replaced, it is `endedWithVictim`. `unixMs` is of `clock`, not corrected.
 */
const faultStep = z.object({
  type: z.literal('fault'),
  fault: z.string(),
  kind: z.string(),
  victim: z.string(),
  step: z.enum(faultSteps),
  unixMs: z.number(),
  clock: z.enum(['engine', 'daemon']),
  detail: z.string().optional(),
  /** Who decided it, where the scenario's method did not, and how people read it, which no method says either. */
  by: z.literal('autoscaler').optional(),
  title: z.string().optional(),
})

/** How to take a fault back; written before the fault is applied. */
const undo = z.object({
  type: z.literal('undo'),
  fault: z.string(),
  victim: z.string(),
  inverse: z.string().nullable(),
})

/** Why these: what the last frame of the traffic said when victims were picked by the sessions that they hold. */
const pick = z.object({
  type: z.literal('pick'),
  fault: z.string(),
  pick: z.enum(['mostSessions', 'fewestSessions']),
  sessions: z.record(z.string(), z.int().nonnegative()),
  victims: z.array(z.string()),
})

const verdict = z.object({
  type: z.literal('verdict'),
  fault: z.string(),
  victim: z.string(),
  verdict: z.enum(['confirmed', 'mismatch', 'inconclusive']),
  reason: z.string(),
})

/** What the autoscaler saw and decided, at each of its syncs. */
const autoscaler = z.object({
  type: z.literal('autoscaler'),
  /** Registered at the balancer, draining ones not among them; and those of them that are up. */
  servers: z.int().nonnegative(),
  ready: z.int().nonnegative(),
  signal: autoscalerDescription.shape.signal,
  /** Mean over the servers that count, and the hottest of them: an average hides hot servers behind stickiness. Null: not known. */
  value: z.number().nullable(),
  max: z.number().nullable(),
  target: z.number(),
  /** By the formula alone; then within limits, stabilised and cooled down. */
  desired: z.int().nonnegative(),
  wanted: z.int().nonnegative(),
  decision: z.enum(['out', 'in', 'none']),
  reason: z.string(),
})

/**
 * For each number of servers the highest rate at which this target met the objective; measured once for all trials of
 * a target under a scenario, and written before the load. A number of servers for which no rate met it is left out.
 */
const capacity = z.object({
  type: z.literal('capacity'),
  objective: z.object({ availability: z.number(), withinMs: z.number() }),
  points: z.array(z.object({ servers: z.int().positive(), ratePerSecond: z.number() })),
})

/** One rising load on so many servers, in the journal of a calibration; its steps end with the first that failed. */
const calibration = z.object({
  type: z.literal('calibration'),
  servers: z.int().positive(),
  steps: z.array(
    z.object({
      ratePerSecond: z.number(),
      /** Operations of the step's window, and those of them that were right within the objective's time. */
      scheduled: z.int().nonnegative(),
      inTime: z.int().nonnegative(),
      met: z.boolean(),
    }),
  ),
})

/** The balancer's own view, once a second. Counters grow over the trial. */
const balancer = z.object({
  type: z.literal('balancer'),
  servers: z.array(
    z.object({
      server: z.string(),
      status: z.string(),
      /** Open ones; null where the balancer does not tell. */
      connections: z.number().nullable(),
      requests: z.number(),
      retries: z.number(),
      redispatches: z.number(),
    }),
  ),
})

/** The balancer called a server up or down, whether or not anything was done to it; the instant is the daemon's. */
const health = z.object({
  type: z.literal('health'),
  server: z.string(),
  status: z.enum(['up', 'down']),
  unixMs: z.number(),
  /** The balancer's reason. */
  detail: z.string().optional(),
})

/**
 * What the balancer's log says of the requests since the record before, once a second: why affinity broke, not only
 * that it did. A word is the balancer's own: of HAProxy its termination state with the cookie's flags (`--VN`: valid),
 * of nginx and Caddy `new`, `kept` or `moved`.
 */
const requestLog = z.object({
  type: z.literal('requestLog'),
  requests: z.number(),
  /** Those that no server answered. */
  unanswered: z.number(),
  retried: z.number(),
  redispatched: z.number(),
  words: z.record(z.string(), z.number()),
})

/** CPU seconds used so far and memory now, by service or server, once a second. */
const usage = z.object({
  type: z.literal('usage'),
  services: z.array(z.object({ service: z.string(), cpuSeconds: z.number(), memoryBytes: z.number() })),
  /** Share of all cores that were busy since the last record, whoever used them. */
  hostBusy: z.number().nullable(),
})

/** How the users of this trial come: by it a hash of the balancer can be computed again. */
const traffic = z.object({
  type: z.literal('traffic'),
  connections: z.string(),
  /** How many source addresses they share; 0 for the generator's own. */
  addresses: z.int().nonnegative(),
  /** Each has a cookie of its own before the login. */
  visitorCookie: z.boolean(),
})

/** Something a reader must know before any number: shown above the results. */
const warning = z.object({ type: z.literal('warning'), code: z.string(), message: z.string() })

const end = z.object({
  type: z.literal('end'),
  status: z.enum(['complete', 'interrupted', 'failed', 'skipped', 'aborted']),
  /** What went wrong and whose fault it was, where it did not complete. */
  reason: z.string().optional(),
})

const base = z.object({ at: z.number() })
export const journalRecord = z.discriminatedUnion('type', [
  trial.extend(base.shape),
  phase.extend(base.shape),
  environment.extend(base.shape),
  clock.extend(base.shape),
  stack.extend(base.shape),
  traffic.extend(base.shape),
  faultStep.extend(base.shape),
  undo.extend(base.shape),
  pick.extend(base.shape),
  verdict.extend(base.shape),
  autoscaler.extend(base.shape),
  capacity.extend(base.shape),
  calibration.extend(base.shape),
  balancer.extend(base.shape),
  health.extend(base.shape),
  requestLog.extend(base.shape),
  usage.extend(base.shape),
  warning.extend(base.shape),
  end.extend(base.shape),
  trafficRecords[0].extend(base.shape),
  trafficRecords[1].extend(base.shape),
  trafficRecords[2].extend(base.shape),
  trafficRecords[3].extend(base.shape),
  trafficRecords[4].extend(base.shape),
  trafficRecords[5].extend(base.shape),
  trafficRecords[6].extend(base.shape),
])
/** A line of a journal. */
export type JournalRecord = z.infer<typeof journalRecord>
export type RecordOf<Type extends JournalRecord['type']> = Extract<JournalRecord, { type: Type }>

type WithoutAt<R> = R extends unknown ? Omit<R, 'at'> : never
/** A record about to be written: the journal adds `at`. */
export type NewRecord = WithoutAt<JournalRecord>
