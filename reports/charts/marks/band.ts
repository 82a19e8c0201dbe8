import { area, curveStepAfter } from 'd3-shape'
import { type Markup, s } from '../../html/node.ts'
import type { Scale } from '../scales.ts'

interface Range {
  x: number
  low: number | null
  high: number | null
}

/** What lies between two values that hold from each point to the next; a gap where either is not known. */
export function band(ranges: readonly Range[], { x, y }: { x: Scale; y: Scale }, className: string): Markup {
  const shape = area<Range>()
    .defined(({ low, high }) => low !== null && high !== null)
    .x((range) => x(range.x))
    .y0(({ low }) => y(low ?? 0))
    .y1(({ high }) => y(high ?? 0))
    .curve(curveStepAfter)
    .digits(2)
  return s('path', { class: className, d: shape([...ranges]) ?? '' })
}
