import { isKnown, type Second } from '../data.ts'
import type { Markup } from '../html/node.ts'
import { band } from './marks/band.ts'
import { step } from './marks/line.ts'
import { panel } from './panel.ts'
import { inTime, type PanelParts, points } from './panel-parts.ts'
import { linear } from './scales.ts'

/** How many operations were right within the limit, and how many were not, by the second they were due. */
export function operationsPanel({ box, x, scales, data, others, windows }: PanelParts): Markup {
  const y = linear({ high: scales.operationsMax }, { from: box.bottom, to: box.top })
  const both = { x, y }
  const failed = points(data.seconds, notOk)
  return panel(
    {
      box,
      x,
      y,
      title: 'operations a second',
      legend: [
        { sign: '—', className: 'ok', text: 'right in time' },
        { sign: '—', className: 'not-ok', text: 'not' },
      ],
      windows,
      times: 'none',
    },
    others.map(({ seconds }) => [
      step(points(seconds, inTime), both, 'ok faint'),
      step(points(seconds, notOk), both, 'not-ok faint'),
    ]),
    band(
      failed.map((point) => ({ x: point.x, low: point.y === null ? null : 0, high: point.y })),
      both,
      'not-ok-area',
    ),
    step(failed, both, 'not-ok'),
    step(points(data.seconds, inTime), both, 'ok'),
  )
}

/** Of those that the generator could start; what was cut off at the end is neither. */
function notOk(second: Second): number | null {
  if (!isKnown(second)) return null
  const { scheduled, dropped, blocked, ok, late, unfinished } = second
  return scheduled - (dropped - blocked) - (ok - late) - unfinished
}
