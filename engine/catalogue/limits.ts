/**
 * What the stacks allow, so that a scenario which can't be measured is refused before anything starts. The values
 * are those of docker-compose.yml and of the balancer's configuration; a test compares them.
 */

/** An untouched session lives this long (SESSION_TTL_SECONDS). */
export const sessionTtlMs = 1_800_000

/** The balancer gives up on a server after this long (`timeout server`), and may ask another one. */
export const balancerServerTimeoutMs = 2_000

interface Census {
  users: number
  ratePerSecond: number
  timeoutMs: number
}

/** When a census gives up on what it could not read: users ÷ rate × 1.5 + 4 time-outs + the longest replay. */
export function censusDeadlineMs({ users, ratePerSecond, timeoutMs }: Census): number {
  return Math.round((users / ratePerSecond) * 1_500 + 4 * timeoutMs + balancerServerTimeoutMs)
}
