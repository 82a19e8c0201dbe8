import { curveStepAfter, line as d3Line } from 'd3-shape'
import { type Markup, s } from '../../html/node.ts'
import type { Scale } from '../scales.ts'

/** A value at a place of the horizontal axis, in the units of both axes. */
export interface Point {
  x: number
  /** Null is not known: the line has a gap there. */
  y: number | null
}

interface Scales {
  x: Scale
  y: Scale
}

/** A line through points. */
export function line(points: readonly Point[], { x, y }: Scales, className: string): Markup {
  return path(points, { x, y }, className)
}

/** A value that holds from each point to the next. */
export function step(points: readonly Point[], scales: Scales, className: string): Markup {
  return path(points, scales, className, curveStepAfter)
}

function path(
  points: readonly Point[],
  { x, y }: Scales,
  className: string,
  curve?: typeof curveStepAfter,
): Markup {
  const shape = d3Line<Point>()
    .defined((point) => point.y !== null)
    .x((point) => x(point.x))
    .y((point) => y(point.y ?? 0))
    .digits(2)
  if (curve) shape.curve(curve)
  return s('path', { class: className, d: shape([...points]) ?? '' })
}
