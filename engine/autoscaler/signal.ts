import type { BalancerServer } from '../cluster.ts'

/** The counters of one instant, by server. */
export interface Reading {
  atMs: number
  counters: ReadonlyMap<string, number>
}

/** Requests so far of the servers that the balancer calls up. */
export function requestsOf(servers: readonly BalancerServer[], atMs: number): Reading {
  const up = servers.filter(({ status }) => status.startsWith('UP'))
  return { atMs, counters: new Map(up.map(({ server, requests }) => [server, requests])) }
}

/**
 * How fast a counter grew between two readings, a second. A server that is in one of them only has no rate, nor has one
 * whose counter began anew.
 */
export function ratesBetween(before: Reading, now: Reading): Map<string, number> {
  const seconds = (now.atMs - before.atMs) / 1_000
  const rates = new Map<string, number>()
  if (seconds <= 0) return rates
  for (const [server, count] of now.counters) {
    const earlier = before.counters.get(server)
    if (earlier !== undefined && count >= earlier) rates.set(server, (count - earlier) / seconds)
  }
  return rates
}
