import { isKnown } from '../data.ts'
import { formatValue } from '../format.ts'
import { type Markup, s } from '../html/node.ts'
import { highestOf, totalOf } from './failures.ts'
import { laneHeight } from './layout.ts'
import { lane } from './marks/lane.ts'
import { panel } from './panel.ts'
import { type PanelParts, points } from './panel-parts.ts'
import { linear } from './scales.ts'

/** A lane for each way in which operations were not right in any trial of the scenario, and how many were in this. */
export function failuresPanel({ box, x, scales, data, windows }: PanelParts): Markup {
  const count = (value: number) => formatValue(value, 'count')
  const lanes = scales.failures.map((failure, index) => {
    const bottom = box.top + (index + 1) * laneHeight - 2
    const y = linear({ high: scales.failuresMax }, { from: bottom, to: bottom - laneHeight + 4 })
    const values = points(data.seconds, (second) => (isKnown(second) ? failure.of(second) : null))
    const name = `${failure.name} ${count(totalOf(failure, data.seconds))}`
    return [
      lane(values, { x, y }, 'failure-lane'),
      s('text', { class: 'lane-name', x: box.left + 4, y: bottom - 3 }, name),
    ]
  })
  const highest = highestOf(scales.failures, data.seconds)
  const title = `not right, by kind: ${highest === 0 ? 'none' : `at most ${count(highest)} a second`}`
  return panel({ box, x, title, windows, times: 'none' }, lanes)
}
