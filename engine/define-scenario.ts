import type { Autoscaler } from './autoscaler/settings.ts'
import type { Affinity } from './define-target.ts'
import type { Duration } from './duration.ts'
import type { PlannedFault } from './faults/fault.ts'
import type { Rate } from './rate.ts'

/** A limit that must hold, from either side. */
export interface Tolerance {
  atMost?: number
  atLeast?: number
}

/** What a scenario can be judged by; MEASURES in docs/measures.md says how each is counted. */
export const metrics = {
  sessionsLost: 'sessions that must exist and are absent at the census',
  usersSignedOut: 'sessions that were missed at least once while they had to exist',
  leaked: 'sessions that were shown someone else’s state',
  resurrected: 'sessions that were alive after their logout',
  ackedWritesMissing: 'answers in which an acknowledged write was absent',
  wrong: 'answers with a success status and a state that the ledger does not allow',
  availability: 'share of operations that were right within the limit, from the first fault on',
  deficit: 'operations below the baseline, from the first fault on',
  backMs: 'time from the fault until the share of right operations is back in the band of the baseline',
  p50Ms: 'median response time, from the instant at which an operation was due',
  p99Ms: '99th percentile of response times, from the instant at which an operation was due',
  cpuSecondsPer1000Ok: 'CPU seconds of all services of the target for 1,000 right operations',
  memoryBytesPerSession: 'memory of all services of the target for each session',
  loadMaxOverMean: 'answers of the busiest server ÷ the mean of all servers, before any fault',
  tooFewServers: 'share of the time in which the load demanded more servers than were up, by the calibration',
  tooManyServers:
    'share of the time in which more servers were up than the load demanded, by the calibration',
  missingServers: 'servers that were missing ÷ servers demanded, on the mean over time',
  excessServers: 'servers that were up beyond those demanded ÷ servers demanded, on the mean over time',
  adaptations: 'how often the autoscaler changed the number of servers',
  hottestOverMean: 'answers of the hottest server ÷ the mean of those that were there, on the mean over time',
} as const
export type Metric = keyof typeof metrics

/**
 * How many users there are and how often each does something: two of the three are given, the third follows, as
 * users = rate × think.
 */
export type Population =
  | { users: number; rate: Rate; think?: Duration }
  | { users: number; think: Duration; rate?: undefined }
  | { rate: Rate; think: Duration; users?: undefined }

/** What a scenario needs of a target: a trial of one that has not got it is skipped, with the reason. */
export interface Needs {
  /** Sessions live in one of these: files of `targets/web/sessions/`, or a middleware. */
  sessions?: readonly string[]
  /** One of these stands in front. */
  balancer?: readonly string[]
  /** A server is picked in one of these ways. */
  affinity?: readonly Affinity[]
  /** All of these are there; `store` for whatever a target keeps its sessions in. */
  services?: readonly string[]
}

/** What ends a trial early, so that nothing worse happens. It is aborted then, and says nothing. */
export interface Abort {
  /** More than this share of the operations that end in a second are not right, for so long; never unless told. */
  errorShare?: { above: number; for: Duration }
  /** Less than this share of the host's memory is available; 0.05 unless told otherwise, 0 for never. */
  hostMemory?: { below: number }
}

/** Traffic, a schedule of faults and a hypothesis: one file in `scenarios/`, whose name is the scenario's name. */
export interface Scenario {
  /** As a heading: `Kill one web server`. */
  title: string
  /** What it answers: `Do users stay logged in when a server dies?` */
  question: string
  /** Web servers at the start; 3 unless told otherwise. */
  servers?: number
  /** Which targets it is for; all that its faults can strike unless told otherwise. */
  needs?: Needs
  /**
   * `users` have at most one session each at a time. `rate` is operations per second, on schedule whether or not earlier
   * ones have returned. `think` is the mean time between two operations of a user, where the rate is highest.
   */
  traffic: Population & {
    /**
     * Shares of what a user with a session does; 0.6 read, 0.38 write, 0.02 logout unless told otherwise. With
     * `sessionLength` reads and writes share in this proportion what logouts leave.
     */
    operations?: { read: number; write: number; logout?: number }
    /**
     * How long a session lasts on average until its user logs out, where the rate is highest: instead of a share of
     * logouts. `--duration` does not stretch it.
     */
    sessionLength?: Duration
    /** A request without a complete answer after this long has timed out; 3 s. */
    timeout?: Duration
    /** A right answer later than this is late: not available, though not wrong; 500 ms. */
    late?: Duration
    /** One pool for all users, a connection each, or a new one for every request. */
    connections?: 'shared' | 'session' | 'request'
    /**
     * How many source addresses the users share, by the PROXY protocol. Unless told, a balancer that picks by the
     * address sees one for each user, and the others see the generator's own.
     */
    addresses?: number
    /**
     * In how many browser tabs each user has her session open, 1 to 8; one unless told otherwise. She writes in all of
     * them at the same time, each time so many operations.
     */
    tabs?: number
    /** A user who logs out in one tab writes in her others at the same time, whichever comes first. */
    writeAtLogout?: boolean
  }
  settings?: ScenarioSettings
  /** Lets the number of web servers follow the load; it stays as it is unless told, but for what breaks. */
  autoscaler?: Autoscaler
  /** When a trial is given up. */
  abort?: Abort
  /** All users log in and servers get warm; not counted. */
  warmUp: Duration
  /** From the first login to the last arrival, warm-up included. `--duration` stretches every time in proportion. */
  duration: Duration
  /**
   * What breaks, and when: `[at('30s', kill('web'))]`, where times count from the start of the load; or one fault after
   * the other until the load ends: `every('3m', kill('web'), add())`; or drawn by the seed, for each block anew:
   * `monkey({ every: '20s', faults: [kill('web'), add()] })`.
   */
  method: readonly TimedFault[] | RepeatedFaults
  /** The one measure on which targets are compared with a test. */
  primaryMetric: Metric
  /** What must hold; used as pass or fail with `--check`. */
  hypothesis: Partial<Record<Metric, Tolerance>>
}

/**
 * What a scenario changes of the stack. It concerns the targets that have such a thing: a store remembers everybody,
 * however soon the balancer forgets.
 */
export interface ScenarioSettings {
  /**
   * What a login costs: a password is hashed by scrypt with this cost, its N, a power of two (RFC 7914, r = 8, p = 1).
   * 16384 takes 20 to 40 ms of a core. Unless told, a login costs what a write does.
   */
  loginCost?: number
  /**
   * What each request of a session costs its server beside keeping the session, measured like a login: 1024 takes some
   * 1.3 ms of a core, during which it serves nobody else. Nothing unless told.
   */
  requestCost?: number
  /** How long a web server works on a write before it stores it, without using its CPU; not at all unless told. */
  writeTakes?: Duration
  /**
   * How long the balancer remembers the server of a user whom it has not seen, in whole seconds; HAProxy counts the
   * age of its cookie in steps of 4. A cookie is remembered for ever unless told, a stick table's entry 30 min.
   */
  affinityExpires?: Duration
  /** How many sessions a stick table holds, before it forgets the one that was not seen for longest; 204800. */
  stickTableEntries?: number
  /** How long an untouched session lives, in whole seconds; 30 min. */
  sessionTtl?: Duration
  /** How much of a core each web server may use, the added ones too; as much as there is unless told. */
  webCpus?: number
}

export interface TimedFault {
  at: Duration
  fault: PlannedFault
}

/** Puts a fault on the time line, counted from the start of the load. */
export function at(time: Duration, fault: PlannedFault): TimedFault {
  return { at: time, fault }
}

export interface RepeatedFaults {
  every: Duration
  faults: readonly PlannedFault[]
  /** Drawn by the seed instead of in turn; see `monkey`. */
  random?: boolean
}

/**
 * One fault after the other, in turn, after each such time until the load ends. `--duration` stretches nothing then:
 * there are more of them, or fewer.
 */
export function every(time: Duration, ...faults: readonly PlannedFault[]): RepeatedFaults {
  return { every: time, faults }
}

/**
 * At random times one of these faults each, the same for all targets of a block: the first so long after the warm-up,
 * the others half as long to one and a half times as long apart. The last web server is always spared.
 * `--duration` stretches nothing: there are more of them, or fewer.
 */
export function monkey({ every, faults }: Pick<RepeatedFaults, 'every' | 'faults'>): RepeatedFaults {
  return { every, faults, random: true }
}

/** Checks the shape at compile time; the file of a scenario exports the result as its default. */
export function defineScenario(scenario: Scenario): Scenario {
  return scenario
}
