import { dots } from '../charts/dots.ts'
import { metrics } from '../metrics.ts'
import type { Summary } from '../result.ts'
import { h, type Markup } from './node.ts'

const shown = [
  'usersSignedOut',
  'availability',
  'deficit',
  'p99Ms',
  'cpuSecondsPer1000Ok',
  'memoryBytesPerSession',
]

/**
 * A dot for each block: how far trials of one target lie apart, beside how far targets do. Null where no trial counts.
 */
export function spreads(summaries: readonly Summary[], id: string): Markup | null {
  const figures = shown.flatMap((name) => {
    const metric = metrics[name]
    const rows = summaries.map(({ target, metrics: of }) => ({ name: target, spread: of[name] }))
    const values = rows.flatMap(({ spread }) => spread?.values.map(({ value }) => value) ?? [])
    if (!metric || !isDrawn(name, values)) return []
    return h('figure', {}, dots({ id: `${id}-${name}`, title: metric.title, unit: metric.unit, rows }))
  })
  return figures.length === 0 ? null : h('div', { class: 'figures spreads' }, figures)
}

/** A quantile that is not known may be infinite, which has no place on an axis: the table says so. */
function isDrawn(metric: string, values: readonly (number | null)[]): boolean {
  const isKnown = (value: number | null) => value !== null
  return metric === 'p99Ms' ? values.length > 0 && values.every(isKnown) : values.some(isKnown)
}
