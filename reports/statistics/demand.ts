import type { RatePoint } from '../../engine/journal/rate.ts'
import type { Level } from './elasticity.ts'

/** The highest rate that so many servers can take, as measured. */
interface Capacity {
  servers: number
  ratePerSecond: number
}

/**
 * The servers that a load demands over time: the fewest whose capacity reaches its rate; null where it is above
 * every capacity that was measured. The rate is as in a journal: straight lines between points.
 */
export function demandOver(rate: readonly RatePoint[], capacities: readonly Capacity[]): Level[] {
  const levels: Level[] = []
  for (const { atMs, perSecond } of inPieces(rate, capacities)) {
    const servers = demandAt(perSecond, capacities)
    if (levels.at(-1)?.servers !== servers || levels.length === 0) levels.push({ atMs, servers })
  }
  return levels
}

function demandAt(perSecond: number, capacities: readonly Capacity[]): number | null {
  const enough = capacities.filter(({ ratePerSecond }) => ratePerSecond >= perSecond)
  return enough.length === 0 ? null : Math.min(...enough.map(({ servers }) => servers))
}

/** Where a piece of the rate begins on which no capacity is crossed, and what the rate is in the middle of it. */
function inPieces(rate: readonly RatePoint[], capacities: readonly Capacity[]): RatePoint[] {
  const [first] = rate
  const last = rate.at(-1)
  if (!first || !last) return []
  const pieces: RatePoint[] = [{ atMs: Number.NEGATIVE_INFINITY, perSecond: first.perSecond }]
  for (const [index, to] of rate.slice(1).entries()) {
    const from = rate[index]
    if (!from || to.atMs === from.atMs) continue
    const crossings = capacities
      .map(({ ratePerSecond }) => (ratePerSecond - from.perSecond) / (to.perSecond - from.perSecond))
      .filter((part) => part > 0 && part < 1)
    const edges = [0, ...crossings.sort((a, b) => a - b), 1]
    for (const [at, part] of edges.slice(0, -1).entries()) {
      const middle = (part + (edges[at + 1] ?? 1)) / 2
      pieces.push({
        atMs: from.atMs + part * (to.atMs - from.atMs),
        perSecond: from.perSecond + middle * (to.perSecond - from.perSecond),
      })
    }
  }
  return [...pieces, { atMs: last.atMs, perSecond: last.perSecond }]
}
