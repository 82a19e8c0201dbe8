import { z } from 'zod'

const ratePoint = z.object({ atMs: z.number(), perSecond: z.number() })
export type RatePoint = z.infer<typeof ratePoint>

/**
 * Operations per second over the time of a load: straight lines between these points, constant before the first and
 * after the last one. Two points at the same instant are a jump.
 */
export const rateOverTime = z.array(ratePoint).min(1)

interface Span {
  fromMs: number
  toMs: number
}

export function highestRate(rate: readonly RatePoint[]): number {
  return Math.max(...rate.map(({ perSecond }) => perSecond))
}

export function lowestRate(rate: readonly RatePoint[]): number {
  return Math.min(...rate.map(({ perSecond }) => perSecond))
}

/** Operations per second at an instant; where the rate jumps, what it jumps to. NaN where there is no point. */
export function rateAt(rate: readonly RatePoint[], atMs: number): number {
  const line = linesOf(rate).findLast(({ fromMs }) => fromMs <= atMs)
  return line?.at(atMs) ?? Number.NaN
}

/** How many operations are due in a span: the integral of the rate. NaN where there is no point. */
export function operationsBetween(rate: readonly RatePoint[], span: Span): number {
  if (rate.length === 0) return Number.NaN
  return linesOf(rate).reduce((sum, line) => {
    const fromMs = Math.max(span.fromMs, line.fromMs)
    const toMs = Math.min(span.toMs, line.toMs)
    if (toMs <= fromMs) return sum
    return sum + ((line.at(fromMs) + line.at(toMs)) / 2) * ((toMs - fromMs) / 1_000)
  }, 0)
}

interface Line extends Span {
  at(ms: number): number
}

/** The pieces of the rate, from minus infinity to infinity. */
function linesOf(rate: readonly RatePoint[]): Line[] {
  const [first] = rate
  const last = rate.at(-1)
  if (first === undefined || last === undefined) return []
  const ends = [{ ...first, atMs: Number.NEGATIVE_INFINITY }, ...rate]
  return ends.map(({ atMs: fromMs, perSecond }, index) => {
    const to = rate[index] ?? { ...last, atMs: Number.POSITIVE_INFINITY }
    const rise = to.perSecond - perSecond
    const at = (ms: number) =>
      rise === 0 ? perSecond : perSecond + (rise * (ms - fromMs)) / (to.atMs - fromMs)
    return { fromMs, toMs: to.atMs, at }
  })
}
