import type { Spread, Summary } from '../../reports/result.ts'

/** A column of the table in the terminal; undefined where a target has no such number. */
export interface Column {
  title: string
  /** Left out first where the terminal is narrow; the higher, the earlier. */
  dispensable?: number
  cell(row: Summary): string | undefined
}

/** The few that decide; the report has all. */
export const columns: readonly Column[] = [
  { title: 'target', cell: ({ target }) => target },
  {
    title: 'trials',
    dispensable: 4,
    cell: ({ trials: { all, valid, skipped } }) => ofAll(valid, all - skipped),
  },
  { title: 'signed out', cell: ({ metrics }) => spread(metrics.usersSignedOut, whole) },
  { title: 'lost', cell: ({ metrics }) => spread(metrics.sessionsLost, whole) },
  { title: 'wrong', dispensable: 3, cell: ({ metrics }) => spread(metrics.wrong, whole) },
  { title: 'not ok', cell: ({ metrics }) => spread(metrics.availability, notOk) },
  { title: 'back after', dispensable: 2, cell: back },
  {
    title: 'as predicted',
    dispensable: 1,
    cell: ({ predictionHeld }) =>
      (predictionHeld && ofAll(predictionHeld.held, predictionHeld.of)) || undefined,
  },
  { title: 'hypothesis', cell: ({ hypothesis }) => judged(hypothesis) },
]

const ofAll = (some: number, all: number) => `${some} of ${all}`

/** How a number is written: without its unit, and the unit with its blank. */
interface Writing {
  digits: (value: number) => string
  unit?: string
}

/** The lowest and the highest trial; one number where they are written the same. */
function spread(metric: Spread | undefined, { digits, unit = '' }: Writing): string | undefined {
  if (!metric || metric.min === null || metric.max === null) return undefined
  const ends = [digits(metric.min), digits(metric.max)].sort((a, b) => Number(a) - Number(b))
  return `${ends[0] === ends[1] ? ends[0] : ends.join('–')}${unit}`
}

const whole: Writing = { digits: (value) => String(Math.round(value)) }
const seconds: Writing = { digits: (ms) => (ms / 1_000).toFixed(1), unit: ' s' }
/** Two digits that count: 0.013 %, 1.3 %, 13 %. */
const notOk: Writing = {
  digits: (availability) => String(Number(((1 - availability) * 100).toPrecision(2))),
  unit: ' %',
}

/** A time alone would hide the faults after which the service was not back. */
function back({ metrics, cameBack }: Summary): string | undefined {
  if (!cameBack) return undefined
  if (cameBack.back === 0) return 'not back'
  const time = spread(metrics.backMs, seconds)
  if (cameBack.back === cameBack.of) return time
  return [time, `in ${ofAll(cameBack.back, cameBack.of)}`].filter(Boolean).join(' ')
}

function judged({ held, deviated, cannotTell }: Summary['hypothesis']): string | undefined {
  if (held + deviated + cannotTell === 0) return undefined
  if (deviated > 0) return 'did not hold'
  return cannotTell > 0 ? 'cannot tell' : 'held'
}
