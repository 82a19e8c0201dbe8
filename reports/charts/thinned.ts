import type { Point } from './marks/line.ts'
import type { Scale } from './scales.ts'

/** Fractions of a pixel that an eye can still tell apart. */
const columnWidth = 0.5

/**
 * The points of a step function that make a difference to the eye: the first and the last, and in each column the
 * one whose value holds at its end. Nothing is drawn further than one column from where it belongs.
 */
export function thinned(points: readonly Point[], x: Scale): Point[] {
  const column = ({ x: place }: Point) => Math.floor(x(place) / columnWidth)
  return points.filter((point, index) => {
    const next = points[index + 1]
    return index === 0 || !next || column(next) !== column(point)
  })
}
