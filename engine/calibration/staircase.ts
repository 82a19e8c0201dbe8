import type { RatePoint } from '../journal/rate.ts'

/** A rate that is held for a while; what is counted begins once it has settled. */
export interface Step {
  ratePerSecond: number
  /** When it is there, and the part of it that is judged, from the start of the load: whole seconds. */
  atMs: number
  fromMs: number
  toMs: number
}

/** How long a new rate settles, and how long it is judged. */
export const settleMs = 1_000
export const windowMs = 2_000

/** Rates that rise by one factor, one after the other. */
export function staircase(
  { from, factor, count }: { from: number; factor: number; count: number },
  startMs: number,
): Step[] {
  return Array.from({ length: count }, (_, index) => {
    const atMs = startMs + index * (settleMs + windowMs)
    return {
      ratePerSecond: from * factor ** index,
      atMs,
      fromMs: atMs + settleMs,
      toMs: atMs + settleMs + windowMs,
    }
  })
}

/** The shape of a load that goes up these steps; before the first one it is as low as that. */
export function rateOfSteps(steps: readonly Step[]): RatePoint[] {
  return steps.flatMap(({ atMs, ratePerSecond: perSecond }, index) => {
    const before = steps[index - 1]
    const jump = before ? [{ atMs, perSecond: before.ratePerSecond }] : []
    return [...jump, { atMs, perSecond }]
  })
}
