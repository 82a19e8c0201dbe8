import type { Second } from '../data.ts'
import type { Point } from './marks/line.ts'
import type { Box, TimeWindow } from './panel.ts'
import type { Scale } from './scales.ts'
import type { TimelineScales, TrialPicture } from './timeline.ts'

/** What every panel of a timeline is drawn from. */
export interface PanelParts extends TrialPicture {
  box: Box
  x: Scale
  scales: TimelineScales
  windows: readonly TimeWindow[]
}

/** A second's value holds until the next second begins, the last one's to its own end. */
export function points(seconds: readonly Second[], value: (second: Second) => number | null): Point[] {
  const all = seconds.map((second) => ({ x: second.second * 1_000, y: value(second) }))
  const last = all.at(-1)
  return last ? [...all, { x: last.x + 1_000, y: last.y }] : []
}

/** Nothing is known of a second without a frame; that is not the same as a second without operations. */
export function isKnown({ sessions, scheduled }: Second): boolean {
  return sessions !== null || scheduled > 0
}
