import type { RatePoint } from '../../engine/journal/rate.ts'
import type { TrialData } from '../data.ts'
import type { Markup } from '../html/node.ts'
import { line, type Point, step } from './marks/line.ts'
import { type Box, panel, type TimeWindow } from './panel.ts'
import { inTime, points } from './panel-parts.ts'
import { linear, type Scale } from './scales.ts'

interface LoadPanel {
  box: Box
  x: Scale
  windows: readonly TimeWindow[]
  rate: readonly RatePoint[]
  durationMs: number
  data: TrialData
}

/** The rate that the scenario has, and how many operations were right within the limit. */
export function loadPanel({ box, x, windows, rate, durationMs, data }: LoadPanel): Markup {
  const highest = Math.max(
    ...rate.map(({ perSecond }) => perSecond),
    ...data.seconds.map(({ scheduled }) => scheduled),
  )
  const y = linear({ high: highest }, { from: box.bottom, to: box.top })
  return panel(
    {
      box,
      x,
      y,
      title: 'operations a second',
      legend: [
        { sign: '- -', className: 'demanded', text: 'scheduled' },
        { sign: '—', className: 'ok', text: 'right in time' },
      ],
      windows,
      times: 'none',
    },
    step(points(data.seconds, inTime), { x, y }, 'ok'),
    line(ratePoints(rate, durationMs), { x, y }, 'demanded'),
  )
}

/** Constant before the first point and after the last one. */
function ratePoints(rate: readonly RatePoint[], durationMs: number): Point[] {
  const all = rate.map(({ atMs, perSecond }) => ({ x: atMs, y: perSecond }))
  const [first] = all
  const last = all.at(-1)
  if (!first || !last) return []
  return [{ x: 0, y: first.y }, ...all, { x: Math.max(durationMs, last.x), y: last.y }]
}
