import { type Markup, s } from '../html/node.ts'
import type { Spread } from '../result.ts'
import { figure } from './figure.ts'
import { widthOf } from './labels.ts'
import { rule } from './marks/rule.ts'
import { linear } from './scales.ts'

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
}

const width = 560
const rowHeight = 22
const top = 30

/** Every trial of every target as a dot on one axis, and the mean as a line: how much blocks differ. */
export function dots({ id, title, rows, format }: Dots): Markup {
  const left = Math.min(220, Math.max(...rows.map(({ name }) => widthOf(name))) + 12)
  const values = rows.flatMap(({ spread }) => spread?.values.flatMap(({ value }) => value ?? []) ?? [])
  const bottom = top + rows.length * rowHeight
  const range = { from: left + 8, to: width - 24 }
  const x = linear({ low: Math.min(0, ...values), high: Math.max(0, ...values) }, range, {
    count: 5,
    label: format,
  })
  return figure(
    {
      width,
      height: bottom + 24,
      id,
      title,
      description: rows.map((row) => described(row, format)).join(' '),
    },
    s('text', { class: 'panel-title', x: left, y: 14 }, title),
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

function dotsOf({ spread }: Row, y: number, x: (value: number) => number): Markup[] {
  const known = spread?.values.flatMap(({ value }) => value ?? []) ?? []
  const mean = spread?.mean ?? null
  return [
    ...(mean === null ? [] : [rule(x(mean), { top: y - 8, bottom: y + 8 }, 'mean')]),
    ...known.map((value) => s('circle', { class: 'dot', cx: x(value), cy: y, r: 3.5 })),
  ]
}

function described({ name, spread }: Row, format: (value: number) => string): string {
  const values = spread?.values.map(({ value }) => (value === null ? 'not known' : format(value))) ?? []
  return `${name}: ${values.join(', ') || 'no valid trial'}.`
}
