import { formatValue } from '../format.ts'
import { type MetricDefinition, metrics } from '../metrics.ts'
import type { Spread, Summary } from '../result.ts'
import type { TrialResult } from '../trial-result.ts'
import { type Figure, quantileFigure } from './quantile-figure.ts'
import { range } from './range.ts'

/** A target under a scenario, as a row or a column of the table. */
export interface Standing {
  summary: Summary
  /** Only those that count. */
  trials: readonly TrialResult[]
}

export interface Measure {
  title: string
  /** The metric of the comparison that says how it differs from the baseline. */
  metric: string | null
  group: 'users' | 'operations'
  of(standing: Standing): Figure
}

/** What every scenario is told by; metrics that only its hypothesis names come after them. */
export function measuresFor(wanted: readonly string[]): Measure[] {
  const known = new Set(standard.map(({ metric }) => metric))
  const more = [...new Set(wanted)].filter((name) => name in metrics && !known.has(name))
  return [...standard, ...more.map((name) => spreadMeasure(name, 'operations'))]
}

const standard: readonly Measure[] = [
  spreadMeasure('usersSignedOut', 'users'),
  spreadMeasure('sessionsLost', 'users'),
  { title: 'sessions predicted, observed', metric: null, group: 'users', of: prediction },
  spreadMeasure('wrong', 'users'),
  spreadMeasure('availability', 'users'),
  { title: 'back after', metric: 'backMs', group: 'users', of: back },
  spreadMeasure('deficit', 'users'),
  { title: 'hypothesis', metric: null, group: 'users', of: hypothesis },
  quantile('median, baseline', null, { q: 0.5, window: 'baseline' }),
  quantile('median, after the fault', 'p50Ms', { q: 0.5, window: 'afterFault' }),
  quantile('99 % within, baseline', null, { q: 0.99, window: 'baseline' }),
  quantile('99 % within, after the fault', 'p99Ms', { q: 0.99, window: 'afterFault' }),
  spreadMeasure('cpuSecondsPer1000Ok', 'operations'),
  spreadMeasure('memoryBytesPerSession', 'operations'),
]

function spreadMeasure(metric: string, group: Measure['group']): Measure {
  const { title, unit } = metrics[metric] ?? { title: metric, unit: 'count' as const }
  return { title, metric, group, of: ({ summary }) => spreadFigure(summary.metrics[metric], unit) }
}

/** The mean of the trials, and how far they lie apart. */
function spreadFigure(spread: Spread | undefined, unit: MetricDefinition['unit']): Figure {
  if (!spread || spread.mean === null) return { value: 'not known' }
  const unknown = spread.values.filter(({ value }) => value === null).length
  const doubt = unknown === 0 ? undefined : `not known in ${unknown} of ${spread.values.length}`
  const show = (value: number) => formatValue(value, unit)
  const value = show(spread.mean)
  if (spread.min === null || spread.max === null || spread.min === spread.max) return { value, note: doubt }
  const around = range(spread.min, spread.max, show)
  return { value, note: doubt ? `${around}; ${doubt}` : around }
}

function prediction({ summary, trials }: Standing): Figure {
  if (trials.length === 0) return { value: 'not known' }
  if (!summary.predictionHeld) return { value: 'nothing predicted' }
  const each = trials.flatMap(({ predictions }) => predictions)
  const total = (of: (one: (typeof each)[number]) => number) => each.reduce((sum, one) => sum + of(one), 0)
  const { held, of, cannotTell } = summary.predictionHeld
  const doubt = cannotTell === 0 ? '' : `, ${cannotTell} can’t be told`
  return {
    value: `${total(({ predicted }) => predicted)}, ${total(({ observed }) => observed)}`,
    note: `${held === of ? 'the same' : `the same in ${held} of ${of}`}${doubt}`,
  }
}

function back({ summary, trials }: Standing): Figure {
  const { cameBack } = summary
  if (trials.length === 0) return { value: 'not known' }
  if (!cameBack || cameBack.of === 0) return { value: 'no fault to come back from' }
  const recoveries = trials.flatMap(({ recovery }) => recovery)
  if (recoveries.length > 0 && recoveries.every(({ leftBand }) => !leftBand)) {
    return { value: 'never left' }
  }
  const ways = `${cameBack.back} of ${cameBack.of}`
  if (cameBack.back === 0) return { value: 'not back' }
  const known = recoveries.flatMap(({ backMs }) => backMs ?? [])
  const value = range(Math.min(...known), Math.max(...known), (ms) => formatValue(ms, 'milliseconds'))
  return cameBack.back === cameBack.of ? { value } : { value, note: `back in ${ways}` }
}

function hypothesis({ summary }: Standing): Figure {
  const { held, deviated, cannotTell } = summary.hypothesis
  const all = held + deviated + cannotTell
  if (all === 0) return { value: 'not known' }
  const times = (count: number) => (count === all ? undefined : `in ${count} of ${all}`)
  if (deviated > 0) return { value: 'did not hold', note: times(deviated) }
  if (cannotTell > 0) return { value: 'cannot tell', note: times(cannotTell) }
  return { value: 'held' }
}

function quantile(
  title: string,
  metric: string | null,
  at: { q: number; window: 'baseline' | 'afterFault' },
): Measure {
  return { title, metric, group: 'operations', of: ({ trials }) => quantileFigure(trials, at) }
}
