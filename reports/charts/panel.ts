import { type Child, type Markup, s } from '../html/node.ts'
import { stretch } from './marks/rule.ts'
import type { Scale } from './scales.ts'

/** Where something is drawn, in the units of the picture. */
export interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** A stretch of time that is something of its own: warm-up, baseline. */
export interface TimeWindow {
  fromMs: number
  toMs: number
  className: string
}

/** A word of the title, which says how the line that it names looks. */
interface Legend {
  /** A line drawn through, dashed or dotted, or an area. */
  sign: '—' | '- -' | '···' | '■'
  className: string
  text: string
}

interface PanelOptions {
  box: Box
  x: Scale
  /** None for a panel of lanes. */
  y?: Scale
  /** Above the panel, on the left: what is shown, and its unit; then the names of its lines. */
  title: string
  legend?: readonly Legend[]
  windows: readonly TimeWindow[]
  /** Whether this panel names the values of the horizontal axis. */
  times: 'none' | 'named'
}

/** The ground on which marks are put: windows, grid, title, and the values of both axes. */
export function panel(options: PanelOptions, ...marks: Child[]): Markup {
  const { box, x, y, windows, times } = options
  const { left, right, top, bottom } = box
  return s(
    'g',
    { class: 'panel' },
    windows.map(({ fromMs, toMs, className }) =>
      stretch({ from: x(fromMs), to: x(toMs) }, { top, bottom }, className),
    ),
    y ? grid(y, box) : null,
    s('line', { class: 'axis', x1: left, x2: right, y1: bottom, y2: bottom }),
    marks,
    titleOf(options),
    times === 'named' ? timesOf(x, box) : null,
  )
}

function titleOf({ box, title, legend = [] }: PanelOptions): Markup {
  return s(
    'text',
    { class: 'panel-title', x: 0, y: box.top - 12 },
    title,
    legend.map(({ sign, className, text }) => [
      s('tspan', { class: `sign ${className}-sign`, dx: 9 }, sign),
      s('tspan', { dx: 3 }, text),
    ]),
  )
}

function grid(y: Scale, { left, right, top, bottom }: Box): Markup[] {
  return y.ticks
    .filter(({ value }) => isInside(y(value), top, bottom))
    .flatMap(({ value, label }) => [
      s('line', { class: 'grid', x1: left, x2: right, y1: y(value), y2: y(value) }),
      s('text', { class: 'tick', x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, label),
    ])
}

/** The last one carries the unit. */
function timesOf(x: Scale, { left, right, bottom }: Box): Markup[] {
  const shown = x.ticks.filter(({ value }) => isInside(x(value), left, right))
  return shown.map(({ value, label }, index) => {
    const isLast = index === shown.length - 1
    const isAtEdge = isLast && x(value) > right - 14
    return s(
      'text',
      {
        class: 'tick',
        x: isAtEdge ? right : x(value),
        y: bottom + 15,
        'text-anchor': isAtEdge ? 'end' : 'middle',
      },
      isLast ? `${label} s` : label,
    )
  })
}

function isInside(place: number, from: number, to: number): boolean {
  return place >= from - 0.5 && place <= to + 0.5
}
