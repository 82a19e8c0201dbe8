import type { ScenarioDescription } from '../../engine/journal/descriptions.ts'
import { formatRange, formatValue, plural } from '../format.ts'
import { elasticityMetrics, type MetricDefinition, metrics } from '../metrics.ts'
import type { Spread } from '../result.ts'
import type { PredictionResult } from '../trial-result.ts'
import type { Figure } from './figure.ts'
import { quantileFigure } from './quantile-figure.ts'
import type { Standing } from './standings.ts'

/** What a scenario's targets are told by: a column or a row of the table. */
export interface Measure {
  title: string
  /** The metric of the comparison that says how it differs from the baseline. */
  metric: string | null
  group: 'users' | 'operations'
  of(standing: Standing): Figure
}

/** What every scenario is told by, as far as it has such a thing; then what only its own hypothesis or primary metric names. */
export function measuresFor(scenario: ScenarioDescription): Measure[] {
  const standard = [...ofUsers(scenario), ...ofOperations(scenario)]
  const known = new Set(standard.map(({ metric }) => metric))
  const wanted = [
    ...(scenario.autoscaler ? elasticityMetrics : []),
    ...Object.keys(scenario.hypothesis),
    scenario.primaryMetric,
  ]
  const more = [...new Set(wanted)].filter((name) => name in metrics && !known.has(name))
  return [...standard, ...more.map((name) => ofMetric(name, 'operations'))]
}

/** Where nothing is done to the servers, nothing is predicted; without a fault, there is nothing to come back from. */
function ofUsers({ method, autoscaler, hypothesis }: ScenarioDescription): Measure[] {
  const group = 'users' as const
  const predicted = { title: 'sessions predicted, observed', metric: null, group, of: predictionFigure }
  const recovered = { title: 'back after', metric: 'backMs', group, of: backFigure }
  const judged = { title: 'hypothesis', metric: null, group, of: hypothesisFigure }
  return [
    ofMetric('usersSignedOut', group),
    ofMetric('sessionsLost', group),
    ...(method.length > 0 || autoscaler ? [predicted] : []),
    ofMetric('wrong', group),
    ofMetric('availability', group),
    ...(method.length > 0 ? [recovered, ofMetric('deficit', group)] : []),
    ...(Object.keys(hypothesis).length > 0 ? [judged] : []),
  ]
}

function ofOperations({ method, autoscaler }: ScenarioDescription): Measure[] {
  const then = method.length > 0 ? 'after the fault' : 'afterwards'
  const quantiles =
    method.length > 0 || autoscaler
      ? [
          quantile('median response time, baseline', null, { q: 0.5, window: 'baseline' }),
          quantile(`median response time, ${then}`, 'p50Ms', { q: 0.5, window: 'afterFault' }),
          quantile('99 % answered within, baseline', null, { q: 0.99, window: 'baseline' }),
          quantile(`99 % answered within, ${then}`, 'p99Ms', { q: 0.99, window: 'afterFault' }),
        ]
      : [
          quantile('median response time', 'p50Ms', { q: 0.5, window: 'measured' }),
          quantile('99 % answered within', 'p99Ms', { q: 0.99, window: 'measured' }),
        ]
  return [
    ...quantiles,
    ofMetric('cpuSecondsPer1000Ok', 'operations'),
    ofMetric('memoryBytesPerSession', 'operations'),
  ]
}

function ofMetric(metric: string, group: Measure['group']): Measure {
  const { title, unit } = metrics[metric] ?? { title: metric, unit: 'count' as const }
  return { title, metric, group, of: ({ summary }) => spreadFigure(summary.metrics[metric], unit) }
}

function quantile(title: string, metric: string | null, at: Parameters<typeof quantileFigure>[1]): Measure {
  return { title, metric, group: 'operations', of: ({ trials }) => quantileFigure(trials, at) }
}

/** The mean of the trials, and how far they lie apart. */
function spreadFigure(spread: Spread | undefined, unit: MetricDefinition['unit']): Figure {
  if (!spread || spread.mean === null) return { value: 'not known' }
  const unknown = spread.values.filter(({ value }) => value === null).length
  const doubt = unknown === 0 ? undefined : `not known in ${unknown} of ${spread.values.length}`
  const show = (value: number) => formatValue(value, unit)
  const value = show(spread.mean)
  if (spread.min === null || spread.max === null || spread.min === spread.max) return { value, note: doubt }
  const around = formatRange(spread.min, spread.max, show)
  return { value, note: doubt ? `${around}; ${doubt}` : around }
}

function predictionFigure({ summary: { predictionHeld }, trials }: Standing): Figure {
  if (trials.length === 0) return { value: 'not known' }
  if (!predictionHeld) return { value: 'nothing predicted' }
  const { held, of, cannotTell } = predictionHeld
  const each = trials.flatMap(({ predictions }) => predictions)
  const total = (count: (one: PredictionResult) => number) =>
    formatValue(
      each.reduce((sum, one) => sum + count(one), 0),
      'count',
    )
  const doubt = cannotTell === 0 ? '' : `, ${cannotTell} can’t be told`
  return {
    value: `${total(({ predicted }) => predicted)}, ${total(({ observed }) => observed)}`,
    note: `${held === of ? 'the same' : `the same in ${held} of ${of}`}${doubt}`,
  }
}

function backFigure({ summary: { cameBack }, trials }: Standing): Figure {
  if (!cameBack) return { value: 'not known' }
  if (cameBack.back === 0) return { value: 'not back' }
  const recoveries = trials.flatMap(({ recovery }) => recovery)
  if (!recoveries.some(({ leftBand }) => leftBand)) return { value: 'never left' }
  const known = recoveries.flatMap(({ backMs }) => backMs ?? [])
  const relapses = recoveries.reduce((sum, each) => sum + each.relapses, 0)
  const notes = [
    ...(cameBack.back === cameBack.of ? [] : [`back in ${cameBack.back} of ${cameBack.of}`]),
    ...(relapses === 0 ? [] : [`left again ${plural(relapses, 'time')}`]),
  ]
  return {
    value: formatRange(Math.min(...known), Math.max(...known), (ms) => formatValue(ms, 'milliseconds')),
    note: notes.length === 0 ? undefined : notes.join('; '),
  }
}

function hypothesisFigure({ summary }: Standing): Figure {
  const { held, deviated, cannotTell } = summary.hypothesis
  const all = held + deviated + cannotTell
  if (all === 0) return { value: 'not known' }
  const times = (count: number) => (count === all ? undefined : `in ${count} of ${all}`)
  if (deviated > 0) return { value: 'did not hold', note: times(deviated) }
  if (cannotTell > 0) return { value: 'cannot tell', note: times(cannotTell) }
  return { value: 'held' }
}
