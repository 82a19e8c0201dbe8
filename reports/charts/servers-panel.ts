import type { Second } from '../data.ts'
import { type Markup, s } from '../html/node.ts'
import { laneHeight } from './layout.ts'
import { lane } from './marks/lane.ts'
import { step } from './marks/line.ts'
import { panel } from './panel.ts'
import { type PanelParts, points } from './panel-parts.ts'
import { linear } from './scales.ts'

/** Every server that ever answered or was up, in the order of their numbers. */
export function serversOf(seconds: readonly Second[]): string[] {
  const names = seconds.flatMap(({ answers, serversUp }) => [...Object.keys(answers), ...(serversUp ?? [])])
  return [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

/** A lane for each server: how many answers it gave, and when the balancer called it up. */
export function serversPanel({ box, x, scales, data, windows }: PanelParts): Markup {
  const { seconds } = data
  const answersMax = Math.max(1, ...seconds.flatMap(({ answers }) => Object.values(answers)))
  const lanes = scales.servers.map((server, index) => {
    const bottom = box.top + (index + 1) * laneHeight - 2
    const y = linear({ high: answersMax }, { from: bottom, to: bottom - laneHeight + 5 })
    const answered = points(seconds, (second) => answersOf(second, server))
    const up = points(seconds, (second) => (upAt(seconds, second)?.includes(server) ? 0 : null))
    return [
      s('text', { class: 'tick', x: box.left - 6, y: bottom - 2, 'text-anchor': 'end' }, server),
      lane(answered, { x, y }, 'lane'),
      step(up, { x, y }, 'lane-up'),
    ]
  })
  return panel(
    {
      box,
      x,
      title: 'servers',
      legend: [
        { sign: '■', className: 'lane', text: 'answers' },
        { sign: '—', className: 'lane-up', text: 'up for the balancer' },
      ],
      windows,
      times: 'named',
    },
    lanes,
  )
}

/** The balancer is asked once a second or so: what it said holds for the next second, too. */
function upAt(seconds: readonly Second[], { second, serversUp }: Second): string[] | null {
  return serversUp ?? seconds[second - 1]?.serversUp ?? null
}

/** Null where nobody was asked: no frame of that second. */
function answersOf({ answers, sessions }: Second, server: string): number | null {
  return sessions === null ? null : (answers[server] ?? 0)
}
