import type { Box } from './panel.ts'
import { type Scale, time } from './scales.ts'

/**
 * Pictures are drawn for a width at which their type is readable on a phone; on a desk two of them stand side by side
 * hardly enlarged.
 */
export const width = 420
/** Where panels begin, and where they end. */
export const left = 42
export const right = width - 6
/** Of a panel that has lanes instead of a vertical axis. */
export const laneHeight = 17
/** From a panel to the next one: room for the title of the latter. */
export const between = 35
/** Below the last panel: room for the values of the horizontal axis. */
export const foot = 22

/** A panel as wide as all others. */
export function box(top: number, height: number): Box {
  return { left, right, top, bottom: top + height }
}

/** The horizontal axis of all pictures of trials. */
export function overTime(durationMs: number): Scale {
  return time(durationMs, { from: left, to: right })
}
