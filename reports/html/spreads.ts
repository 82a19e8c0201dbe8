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
    const isKnown = rows.some(({ spread }) => spread?.values.some(({ value }) => value !== null))
    if (!metric || !isKnown) return []
    return h('figure', {}, dots({ id: `${id}-${name}`, title: metric.title, unit: metric.unit, rows }))
  })
  return figures.length === 0 ? null : h('div', { class: 'figures spreads' }, figures)
}
