import { formatDuration } from '../../engine/duration.ts'
import type { ScenarioDescription } from '../../engine/journal/descriptions.ts'
import { highestRate, lowestRate, operationsBetween } from '../../engine/journal/rate.ts'

const columns = 60
const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

const shown = (perSecond: number) => String(Number(perSecond.toFixed(1)))

const moves = (rate: ScenarioDescription['rate']) => lowestRate(rate) < highestRate(rate)

/** `300 operations/s`, or `100 to 400 operations/s` where the rate moves. */
export function rateInWords({ rate }: ScenarioDescription): string {
  const lowest = moves(rate) ? `${shown(lowestRate(rate))} to ` : ''
  return `${lowest}${shown(highestRate(rate))} operations/s`
}

/** What the rate does at each of its points; nothing where it never moves. */
export function rateMoments({ rate, durationMs }: ScenarioDescription): { atMs: number; what: string }[] {
  if (!moves(rate)) return []
  return rate.flatMap(({ atMs, perSecond }, index) => {
    const before = rate[index - 1]
    if (atMs >= durationMs || rate[index + 1]?.atMs === atMs) return []
    const jumps = before?.atMs === atMs && before.perSecond !== perSecond
    const from = jumps ? `jumps from ${shown(before.perSecond)} to` : 'is'
    return [{ atMs, what: `the rate ${from} ${shown(perSecond)}${trend(rate[index + 1], perSecond)}` }]
  })
}

function trend(next: { perSecond: number } | undefined, perSecond: number): string {
  if (next === undefined || next.perSecond === perSecond) return ''
  return next.perSecond > perSecond ? ', and rises' : ', and falls'
}

/** The rate from the start of the load to its end as a row of columns, faults marked below; nothing where it never moves. */
export function ratePicture({ rate, durationMs, method }: ScenarioDescription): string[] {
  if (!moves(rate)) return []
  const columnMs = durationMs / columns
  const picture = Array.from({ length: columns }, (_, column) => {
    const span = { fromMs: column * columnMs, toMs: (column + 1) * columnMs }
    return bar(((operationsBetween(rate, span) / columnMs) * 1_000) / highestRate(rate))
  })
  const marked = new Set(method.map(({ atMs }) => Math.min(columns - 1, Math.floor(atMs / columnMs))))
  const marks = Array.from({ length: columns }, (_, column) => (marked.has(column) ? '^' : ' '))
  return [
    `${picture.join('')}  up to ${shown(highestRate(rate))} operations/s`,
    ...(marked.size === 0 ? [] : [`${marks.join('')}  faults`]),
    `0 s${formatDuration(durationMs).padStart(columns - '0 s'.length)}`,
  ]
}

function bar(share: number): string {
  return share > 0 ? (heights[Math.max(0, Math.ceil(share * heights.length - 1e-9) - 1)] ?? '█') : ' '
}
