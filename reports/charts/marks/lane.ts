import { area, curveStepAfter } from 'd3-shape'
import { type Markup, s } from '../../html/node.ts'
import type { Scale } from '../scales.ts'
import type { Point } from './line.ts'

/** What is not 0 can be seen, however little it is. */
const leastHeight = 1.5

/** Values that hold from each point to the next, as an area that stands on the floor; a gap where none is known. */
export function lane(points: readonly Point[], { x, y }: { x: Scale; y: Scale }, className: string): Markup {
  const floor = y(0)
  const shape = area<Point>()
    .defined((point) => point.y !== null)
    .x((point) => x(point.x))
    .y0(floor)
    .y1((point) => (point.y === null || point.y === 0 ? floor : Math.min(y(point.y), floor - leastHeight)))
    .curve(curveStepAfter)
    .digits(2)
  return s('path', { class: className, d: shape([...points]) ?? '' })
}
