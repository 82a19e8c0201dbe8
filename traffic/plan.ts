/**
 * What the traffic generator is told: the one argument of `run` in `k6/x/outlast`. The Go side of it is
 * `traffic/plan.go`. Everything random in it follows from `seed`, so that every target of a block sees the same
 * arrivals, users and operations.
 */
export interface TrafficPlan {
  version: 1
  /** A whole number from 0 to 2^53 − 1. */
  seed: number
  /** Where the users send: the balancer, e.g. `http://10.231.0.2:8080`. */
  url: string
  /**
   * Every server that may exist during the run, also those that a fault will add: after the census each is asked
   * directly where a lost session went.
   */
  servers: { name: string; url: string }[]
  /** How many users; each has at most one session at a time. */
  users: number
  /**
   * How many source addresses the users have, by the PROXY protocol: user u comes from 10.64.0.1 + u mod addresses,
   * and `url` must be where the balancer expects that protocol. Absent or 0: the generator's own address, no protocol.
   */
  addresses?: number
  /** Every user sends `visitor=visitor-<user>` from the first login on: a cookie to hash that exists before the session's. */
  visitorCookie?: boolean
  /** Gaps between arrivals: exponential (each user is an independent Poisson process) or equal. */
  arrivals: 'poisson' | 'constant'
  /** Arrivals per second over time: straight lines between these points, constant before and after; two at one time are a jump. */
  rate: { atMs: number; perSecond: number }[]
  /** All users log in, evenly spread, during this first part of the warm-up. */
  loginMs: number
  /** What is scheduled before this instant belongs to the phase warmUp. */
  warmUpMs: number
  /** The load ends by itself here, if not told to end earlier. */
  durationMs: number
  /** Shares of what a user with a session does; they add up to 1. */
  operations: { read: number; write: number; logout: number }
  /** A request without a complete answer after this long has timed out; counts from its sending. */
  timeoutMs: number
  /** An ok answer later than this, counted from the scheduled instant, is late. */
  lateMs: number
  /** shared: one pool; session: a connection of its own for each session; request: a new one each time. */
  connections: 'shared' | 'session' | 'request'
  /**
   * In how many browser tabs a user has her session open, 1 to 8; absent: 1. A write is then done in all of them at the
   * same time, each with an item of its own, and counts as that many operations.
   */
  tabs?: number
  /** A user who logs out in one tab writes in her others at the same time. */
  writeAtLogout?: boolean
  /** How long an untouched session lives, and how coarsely its store counts that. */
  session: { ttlMs: number; granularityMs: number }
  census: {
    /** Reads per second. */
    ratePerSecond: number
    /** Retries end this long after the census began; or before, where nothing can come of them (SIGALRM). */
    deadlineMs: number
    /** After an operation of unknown end, wait this long before reading: the longest replay of balancer and store. */
    quiesceMs: number
    /** An absent, stale or foreign answer is confirmed by this many more reads … */
    confirmations: number
    /** … each at least this long after the one before it, on a new connection. */
    confirmGapMs: number
    /** true: when drained, wait to be told which census to take, as `index.d.ts` says. */
    waitForSignal: boolean
    /** Never wait longer than this for the next word. */
    waitMs: number
  }
}
