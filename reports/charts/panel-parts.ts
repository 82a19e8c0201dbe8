import { isKnown, type Second } from '../data.ts'
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

/** A second's value holds until the next second begins; before a gap, and at the end, to its own end. */
export function points(seconds: readonly Second[], value: (second: Second) => number | null): Point[] {
  return seconds.flatMap((second, index) => {
    const begin = { x: second.second * 1_000, y: value(second) }
    const next = seconds[index + 1]
    const isLast = !next || value(next) === null
    return begin.y !== null && isLast ? [begin, { x: begin.x + 1_000, y: begin.y }] : [begin]
  })
}

/** Operations of a second that were right within the limit. */
export function inTime(second: Second): number | null {
  return isKnown(second) ? second.ok - second.late : null
}
