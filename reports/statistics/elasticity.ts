/** A number of servers that holds from this instant on, until the next one; null where it is not known. */
export interface Level {
  atMs: number
  servers: number | null
}

/** How well the servers supplied followed those demanded; shares, where the source has percent. */
interface Elasticity {
  /** θU and θO: the servers that were missing, and those in excess, as a share of those demanded, on the mean over time. */
  underAccuracy: number
  overAccuracy: number
  /** τU and τO: the share of the time in which servers were missing, or in excess. */
  underTimeShare: number
  overTimeShare: number
}

/** What the four measures are means over: the part of the span in which demand and supply are both known. */
export interface Followed {
  /** Null where no part is known. */
  elasticity: Elasticity | null
  knownMs: number
  unknownMs: number
}

/**
 * The elasticity metrics of the SPEC Research Group (Herbst et al., SPEC-RG-2016-01, arXiv 1604.03470;
 * with demand as divisor as in Imdoukh et al. 2019, doi 10.1007/s00521-019-04507-z, equations 12 to 15), integrated
 * exactly over the steps of both. Levels are in order; demand is never below one server.
 */
export function elasticityOf(
  demand: readonly Level[],
  supply: readonly Level[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Followed {
  const sum = { underAccuracy: 0, overAccuracy: 0, underTimeShare: 0, overTimeShare: 0 }
  let knownMs = 0
  const instants = [...demand, ...supply]
    .map(({ atMs }) => atMs)
    .filter((atMs) => atMs > fromMs && atMs < toMs)
  const edges = [...new Set([fromMs, ...instants, toMs])].sort((a, b) => a - b)
  for (const [index, beginMs] of edges.slice(0, -1).entries()) {
    const stepMs = (edges[index + 1] ?? beginMs) - beginMs
    const demanded = levelAt(demand, beginMs)
    const supplied = levelAt(supply, beginMs)
    if (demanded === null || supplied === null) continue
    knownMs += stepMs
    sum.underAccuracy += (Math.max(demanded - supplied, 0) / demanded) * stepMs
    sum.overAccuracy += (Math.max(supplied - demanded, 0) / demanded) * stepMs
    if (supplied < demanded) sum.underTimeShare += stepMs
    if (supplied > demanded) sum.overTimeShare += stepMs
  }
  const unknownMs = Math.max(0, toMs - fromMs) - knownMs
  if (knownMs === 0) return { elasticity: null, knownMs, unknownMs }
  return {
    elasticity: {
      underAccuracy: sum.underAccuracy / knownMs,
      overAccuracy: sum.overAccuracy / knownMs,
      underTimeShare: sum.underTimeShare / knownMs,
      overTimeShare: sum.overTimeShare / knownMs,
    },
    knownMs,
    unknownMs,
  }
}

/**
 * The elastic speed-up ε (equation 16 there): the geometric mean of the four ratios without ÷ with an autoscaler, above
 * 1 where it follows the load better. Null where one of the eight numbers is 0: then it is not defined.
 */
export function elasticSpeedUp(without: Elasticity, withAutoscaler: Elasticity): number | null {
  const names = ['underAccuracy', 'overAccuracy', 'underTimeShare', 'overTimeShare'] as const
  const product = names.reduce((all, name) => (all * without[name]) / withAutoscaler[name], 1)
  return product > 0 && Number.isFinite(product) ? product ** (1 / 4) : null
}

/** Null before the first level. */
export function levelAt(levels: readonly Level[], atMs: number): number | null {
  return levels.findLast((level) => level.atMs <= atMs)?.servers ?? null
}
