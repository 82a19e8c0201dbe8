import type { Markup } from '../html/node.ts'
import { step } from './marks/line.ts'
import { panel } from './panel.ts'
import { type PanelParts, points } from './panel-parts.ts'
import { logarithmic } from './scales.ts'

/** Response times of right answers; a gap where there were none. */
export function latencyPanel({ box, x, scales, data, windows }: PanelParts): Markup {
  const range = { from: box.bottom, to: box.top }
  const y = logarithmic({ low: scales.latencyMsMin, high: scales.latencyMsMax }, range)
  const shown = (ms: number | null) => (ms === null ? null : Math.max(scales.latencyMsMin, ms))
  return panel(
    {
      box,
      x,
      y,
      title: 'right answers, ms',
      legend: [
        { sign: '—', className: 'p50', text: 'median' },
        { sign: '- -', className: 'p99', text: '99 % within' },
      ],
      windows,
      times: 'none',
    },
    step(
      points(data.seconds, ({ p99Ms }) => shown(p99Ms)),
      { x, y },
      'p99',
    ),
    step(
      points(data.seconds, ({ p50Ms }) => shown(p50Ms)),
      { x, y },
      'p50',
    ),
  )
}
