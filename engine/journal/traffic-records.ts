/**
 * What the traffic generator writes, one JSON object a line, on its standard output; the Go side of the same
 * lines is `traffic/records.go`. Instants named `…Ms` count milliseconds from the start of the load (`atMs: 0`)
 * on the generator's monotonic clock; only `start` ties them to the wall clock of the generator's host.
 */
import { z } from 'zod'

export const phases = ['warmUp', 'measured', 'census'] as const
export const outcomes = [
  'ok',
  'wrong',
  'rejected',
  'failed',
  'refused',
  'reset',
  'timedOut',
  'unfinished',
] as const
export const operations = ['login', 'write', 'read', 'logout'] as const
export const anomalies = [
  'missing',
  'stale',
  'foreign',
  'doubled',
  'phantom',
  'zombie',
  'overstayed',
] as const
export const fates = [
  'leaked',
  'resurrected',
  'ended',
  'indeterminate',
  'unreachable',
  'lost',
  'rolledBack',
  'duplicated',
  'survived',
] as const

export type Phase = (typeof phases)[number]
export type Outcome = (typeof outcomes)[number]
export type Operation = (typeof operations)[number]
export type Anomaly = (typeof anomalies)[number]
export type Fate = (typeof fates)[number]

const count = z.int().nonnegative()
const counts = z.object({
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
  /** Sub-counts, not in the sum. */
  blocked: count,
  missing: count,
  throttled: count,
  shed: count,
  late: count,
  connect: count,
})
/** Counts of one ledger; every key is always there. */
export type Counts = z.infer<typeof counts>
export const countNames = Object.keys(counts.shape) as readonly (keyof Counts)[]

/** The load begins: instant 0, as the wall clock of the generator's host saw it. */
export const trafficStart = z.object({
  type: z.literal('start'),
  version: z.literal(1),
  unixMs: z.number(),
  k6: z.string(),
})

/**
 * What changed in one second (fromMs to toMs). A cell holds the changes for operations of one kind that were
 * *scheduled* in one second of the load, so summing the cells of all frames by `second` gives each second whole.
 */
export const frame = z.object({
  type: z.literal('frame'),
  sequence: count,
  fromMs: z.number(),
  toMs: z.number(),
  final: z.boolean(),
  cells: z.array(
    z.object({
      second: count,
      phase: z.enum(phases),
      operation: z.enum(operations),
      counts: counts.partial(),
    }),
  ),
  /**
   * Latencies in microseconds, HDR histograms in the V2 compressed base64 format. `response` counts from the
   * scheduled instant, `service` from the moment of sending. Class `timeout` is timedOut; `error` is every other
   * outcome that is neither ok nor unfinished.
   */
  latencies: z.array(
    z.object({
      second: count,
      phase: z.enum(phases),
      class: z.enum(['ok', 'error', 'timeout']),
      response: z.string(),
      service: z.string(),
    }),
  ),
  /** Answers by the server that gave them (`Served-By`). */
  servers: z.record(z.string(), count),
  /** What answers of an error status said was wrong, `503 redis is away`; a missed session is not among them. */
  complaints: z.record(z.string(), count).optional(),
  /** Answers to a session's reads, writes and logouts: from the server that answered its login, or another. */
  affinity: z.object({ home: count, elsewhere: count }),
  /** Sessions by what the ledger requires of them now. */
  sessions: z.object({ must: count, may: count, gone: count, signedOut: count }),
  /** Sessions that users have now, by the server that answered each last; absent in journals of before. */
  sessionsByServer: z.record(z.string(), count).optional(),
  inFlight: count,
  queued: count,
  /** [10 ms bucket of the scheduled instant, not ok, late], only where something was. */
  notOk: z.array(z.tuple([count, count, count])),
  /** The whole ledger by phase, in the final frame only. */
  totals: z.partialRecord(z.enum(phases), counts).optional(),
})

/** A change in what is known of one session. */
export const sessionEvent = z.object({
  type: z.literal('event'),
  event: z.enum(['login', 'logout', 'signedOut', ...anomalies]),
  session: z.string(),
  atMs: z.number(),
  /** Who answered, where an answer came. */
  server: z.string().optional(),
  operation: z.enum(operations).optional(),
})

/** No operation is open any more, late writes have had the time to land; the generator waits to be told on. */
export const drained = z.object({ type: z.literal('drained'), atMs: z.number() })

/** Progress of a census: as found (before anything is undone) or final. */
export const census = z.object({
  type: z.literal('census'),
  census: z.enum(['asFound', 'final']),
  step: z.enum(['begin', 'progress', 'end']),
  atMs: z.number(),
  sessions: count,
  read: count,
})

/** One session at the end of the census: its row of sessions.csv, and what the prediction is judged by. */
export const sessionEnd = z.object({
  type: z.literal('session'),
  session: z.string(),
  user: count,
  fate: z.enum(fates),
  fateAtMs: z.number(),
  /** logout, expired, overstayed, interrupted, flapping, rolled_back, lost_update … */
  details: z.array(z.string()),
  /** The server that answered the login. */
  homeServer: z.string(),
  acknowledgedWrites: count,
  /** As the census read them; null where it got no evidence, or no session. */
  observedWrites: count.nullable(),
  expectation: z.enum(['must', 'may', 'gone']),
  end: z.enum(['present', 'absent', 'unknown']),
  /** In the census as found; absent where none was taken. */
  asFound: z.enum(['present', 'absent', 'unknown']).optional(),
  anomalies: z.partialRecord(z.enum(anomalies), count),
  loginInvokedMs: z.number(),
  loginAtMs: z.number(),
  logoutInvokedMs: z.number().nullable(),
  lastGoodMs: z.number(),
  signedOutAtMs: z.number().nullable(),
  endAtMs: z.number(),
  /** Where a lost session went: gone, or stranded on a server (`stranded:web-2`); null where that is not known. */
  cause: z.string().nullable(),
})
export type SessionEnd = z.infer<typeof sessionEnd>

/** What every living server said of itself after the census. */
export const serverStatus = z.object({
  type: z.literal('server'),
  server: z.string(),
  reachable: z.boolean(),
  /** Repeats of one and the same attempt that it saw: replays by a balancer. */
  replays: count.nullable(),
})

export const trafficRecords = [
  trafficStart,
  frame,
  sessionEvent,
  drained,
  census,
  sessionEnd,
  serverStatus,
] as const
export const trafficRecord = z.discriminatedUnion('type', trafficRecords)
export type TrafficRecord = z.infer<typeof trafficRecord>
export type Frame = z.infer<typeof frame>
