import { type Child, type Markup, s } from '../html/node.ts'
import type { Scale } from './scales.ts'

export interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

interface PanelOptions {
  box: Box
  x: Scale
  y: Scale
  /** Above the panel, on the left: what is shown, and its unit. */
  title: string
  /** Names of the horizontal axis' values, where this panel shows them. */
  withTimes: 'none' | 'ticks'
}

/** The ground on which marks are put: title, grid, and the values of both axes. */
export function panel({ box, x, y, title, withTimes }: PanelOptions, ...marks: Child[]): Markup {
  const { left, right, top, bottom } = box
  const inside = (place: number, from: number, to: number) => place >= from - 0.5 && place <= to + 0.5
  return s(
    'g',
    { class: 'panel' },
    s('text', { class: 'panel-title', x: left, y: top - 8 }, title),
    y.ticks
      .filter(({ value }) => inside(y(value), top, bottom))
      .map(({ value, label }) => [
        s('line', { class: 'grid', x1: left, x2: right, y1: y(value), y2: y(value) }),
        s('text', { class: 'tick', x: left - 6, y: y(value) + 3.5, 'text-anchor': 'end' }, label),
      ]),
    withTimes === 'ticks'
      ? x.ticks
          .filter(({ value }) => inside(x(value), left, right))
          .map(({ value, label }) =>
            s('text', { class: 'tick', x: x(value), y: bottom + 15, 'text-anchor': 'middle' }, label),
          )
      : null,
    s('line', { class: 'axis', x1: left, x2: right, y1: bottom, y2: bottom }),
    marks,
  )
}
