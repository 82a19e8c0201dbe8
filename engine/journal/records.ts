/**
 * The journal of a trial: one JSON object a line, append-only. Everything that is reported derives from it.
 * `at` is the wall clock of the engine's host in milliseconds since 1970, with fractions, at the moment of writing.
 * Instants of other clocks (the Docker daemon's, the generator's) say so; the `clock` record ties them together.
 */
import { z } from 'zod'
import { autoscalerDescription, scenarioDescription, targetDescription } from './descriptions.ts'
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

/** What the daemon can do to a running container. */
const capabilities = z.object({ pause: z.boolean(), cpuQuota: z.boolean(), memoryLimit: z.boolean() })
export type Capabilities = z.infer<typeof capabilities>

/** What this trial ran on. */
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
