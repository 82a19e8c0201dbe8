import { operationsBetween, type RatePoint, rateAt } from '../journal/rate.ts'

/**
 * What the stacks allow, so that a scenario which can't be measured is refused before anything starts. The values
 * are those of docker-compose.yml and of the balancer's configuration; a test compares them.
 */

/** An untouched session lives this long (SESSION_TTL_SECONDS). */
export const sessionTtlMs = 1_800_000

/** The balancer gives up on a server after this long (`timeout server`), and may ask another one. */
export const balancerServerTimeoutMs = 2_000

/** Web servers have the addresses .11 to .100 of the stack's subnet; some are left for those that faults add. */
export const mostServers = 64

/** The ledger of the traffic tells so many tabs of one session apart. */
export const mostTabs = 8

/** Logins are spread over the first part of the warm-up; more than this many times the rate is a storm. */
export const mostLoginsPerArrival = 4

/** The part of the warm-up in which all users log in; the rest warms the servers with ordinary operations. */
export const loginShareOfWarmUp = 2 / 3

interface Load {
  users: number
  rate: readonly RatePoint[]
  warmUpMs: number
  timeoutMs: number
  durationMs: number
  operations: { logout: number }
}

/** Sessions that a census is expected to read at most: one for each user, one more for each logout, one for each loss. */
export function mostSessions({
  users,
  rate,
  durationMs,
  operations,
}: Pick<Load, 'users' | 'rate' | 'durationMs' | 'operations'>): number {
  const due = operationsBetween(rate, { fromMs: 0, toMs: durationMs })
  return Math.ceil(2 * users + due * operations.logout)
}

/** How fast a census reads: at the rate of the baseline, which the target is known to bear. */
export function censusRatePerSecond({ rate, warmUpMs }: Pick<Load, 'rate' | 'warmUpMs'>): number {
  return rateAt(rate, warmUpMs)
}

/** When a census gives up on what it could not read: sessions ÷ rate × 1.5 + 4 time-outs + the longest replay. */
export function censusDeadlineMs(load: Load): number {
  const readingMs = (mostSessions(load) / censusRatePerSecond(load)) * 1_500
  return Math.round(readingMs + 4 * load.timeoutMs + balancerServerTimeoutMs)
}

/** What is not as it must be is confirmed by so many more reads. */
export const censusConfirmations = 2

/**
 * The longest that a census of so many sessions takes. They can be more than was expected: where each answer comes
 * from another server, users log in again all the time. The generator moves its deadline by these, and confirms what is
 * missing after it.
 */
export function longestCensusMs(load: Load, sessions: number): number {
  const reads = sessions * (1.5 + censusConfirmations)
  return Math.round(censusDeadlineMs(load) + (reads / censusRatePerSecond(load)) * 1_000)
}

/** After a census the servers are asked for the causes of losses, for this long at most. */
export const sweepMs = 20_000
