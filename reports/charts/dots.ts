import { formatValue } from '../format.ts'
import { type Markup, s } from '../html/node.ts'
import type { MetricDefinition } from '../metrics.ts'
import type { Spread } from '../result.ts'
import { figure } from './figure.ts'
import { widthOf } from './labels.ts'
import { foot, width } from './layout.ts'
import { rule } from './marks/rule.ts'
import { linear, type Scale } from './scales.ts'

interface Row {
  name: string
  spread: Spread | undefined
}

interface Dots {
  id: string
  title: string
  unit: MetricDefinition['unit']
  rows: readonly Row[]
}

const rowHeight = 21
const top = 30
const longestName = 184
/** Shares that lie above it are seen from here. */
const mostShares = 0.99

/** Every trial of every target as a dot on one axis, and the mean as a line: how much blocks differ. */
export function dots({ id, title, unit, rows }: Dots): Markup {
  const left = Math.min(longestName, Math.max(...rows.map(({ name }) => widthOf(name))) + 8)
  const bottom = top + rows.length * rowHeight
  const format = (value: number) => formatValue(value, unit)
  const x = scaleOf(
    rows.flatMap(({ spread }) => known(spread)),
    { unit, from: left + 8, to: width - 22 },
  )
  return figure(
    {
      width,
      height: bottom + foot,
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

/** Amounts and counts are seen from 0, shares from the lowest one: they lie close to 1. */
function scaleOf(
  values: readonly number[],
  { unit, from, to }: { unit: MetricDefinition['unit']; from: number; to: number },
): Scale {
  const label = (value: number) => formatValue(value, unit)
  const [lowest, highest] = [Math.min(...values), Math.max(...values)]
  const domain =
    unit === 'share'
      ? { low: Math.min(mostShares, lowest), high: highest }
      : { low: Math.min(0, lowest), high: Math.max(0, highest) }
  const scale = linear(domain, { from, to }, { count: 3, label })
  if (unit !== 'count') return scale
  const whole = scale.ticks.filter(({ value }) => Number.isInteger(value))
  return Object.assign((value: number) => scale(value), { ticks: whole })
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
