import { type Markup, s } from '../html/node.ts'
import type { Spread } from '../result.ts'
import { figure } from './figure.ts'
import { widthOf } from './labels.ts'
import { width } from './layout.ts'
import { rule } from './marks/rule.ts'
import { linear, type Scale } from './scales.ts'

interface Row {
  name: string
  spread: Spread | undefined
}

interface Dots {
  id: string
  /** What is shown, with its unit. */
  title: string
  rows: readonly Row[]
  format: (value: number) => string
  /** Amounts and counts are seen from 0, shares from the lowest one: they lie close to 1. */
  from: 'zero' | 'lowest'
}

const rowHeight = 21
const top = 30
const longestName = 184

/** Every trial of every target as a dot on one axis, and the mean as a line: how much blocks differ. */
export function dots({ id, title, rows, format, from }: Dots): Markup {
  const left = Math.min(longestName, Math.max(...rows.map(({ name }) => widthOf(name))) + 8)
  const values = rows.flatMap(({ spread }) => known(spread))
  const bottom = top + rows.length * rowHeight
  const low = from === 'zero' ? Math.min(0, ...values) : Math.min(0.99, ...values)
  const high = from === 'zero' ? Math.max(0, ...values) : Math.max(...values)
  const x = linear({ low, high }, { from: left + 8, to: width - 22 }, { count: 3, label: format })
  return figure(
    {
      width,
      height: bottom + 22,
      id,
      title,
      description: rows.map((row) => inWords(row, format)).join(' '),
    },
    s('text', { class: 'panel-title', x: 0, y: 13 }, title),
    x.ticks.map(({ value, label }) => [
      s('line', { class: 'grid', x1: x(value), x2: x(value), y1: top - 6, y2: bottom }),
      s('text', { class: 'tick', x: x(value), y: bottom + 15, 'text-anchor': 'middle' }, label),
    ]),
    rows.map((row, index) => {
      const y = top + index * rowHeight + rowHeight / 2
      return [
        s('text', { class: 'label', x: left, y: y + 4, 'text-anchor': 'end' }, row.name),
        dotsOf(row, y, x),
      ]
    }),
  )
}

function known(spread: Spread | undefined): number[] {
  return spread?.values.flatMap(({ value }) => value ?? []) ?? []
}

function dotsOf({ spread }: Row, y: number, x: Scale): Markup[] {
  const values = known(spread)
  const mean = values.length > 1 ? (spread?.mean ?? null) : null
  if (values.length === 0) {
    return [
      s('text', { class: 'unknown-value', x: x.ticks[0] ? x(x.ticks[0].value) : 0, y: y + 4 }, 'not known'),
    ]
  }
  return [
    ...(mean === null ? [] : [rule(x(mean), { top: y - 8, bottom: y + 8 }, 'mean')]),
    ...values.map((value) => s('circle', { class: 'dot', cx: x(value), cy: y, r: 4 })),
  ]
}

function inWords({ name, spread }: Row, format: (value: number) => string): string {
  const values = spread?.values.map(({ value }) => (value === null ? 'not known' : format(value))) ?? []
  return `${name}: ${values.join(', ') || 'no valid trial'}.`
}
