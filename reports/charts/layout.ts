import type { Box } from './panel.ts'

/**
 * Pictures are drawn for a width at which their type is readable on a phone; on a desk two of them stand side by side
 * hardly enlarged.
 */
export const width = 420
export const left = 42
export const right = width - 6
/** Of a panel that has lanes instead of a vertical axis. */
export const laneHeight = 17

export function box(top: number, height: number): Box {
  return { left, right, top, bottom: top + height }
}
