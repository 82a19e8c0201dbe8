import { formatInterval, formatP, formatValue, plural } from '../format.ts'
import { type MetricDefinition, metrics } from '../metrics.ts'
import type { Comparison, ExperimentResult, Summary } from '../result.ts'
import { type Measure, measuresFor, type Standing } from './measures.ts'
import { type Child, h, type Markup } from './node.ts'
import { type Column, folded, table } from './table.ts'

/** With more targets than this, each has a row of its own instead of a column. */
const mostColumns = 3

/** The targets side by side under one scenario. */
export function comparison(result: ExperimentResult, summaries: readonly Summary[]): Markup[] {
  const [first] = summaries
  if (!first) return []
  const { scenario } = first
  const of = result.scenarios.find(({ name }) => name === scenario)
  const measures = measuresFor([...Object.keys(of?.hypothesis ?? {}), of?.primaryMetric ?? ''])
  const standings = summaries.map((summary) => ({
    summary,
    trials: result.trials.filter(
      (trial) => trial.scenario === scenario && trial.target === summary.target && trial.validity === 'valid',
    ),
  }))
  const effects = result.comparisons.filter((each) => each.scenario === scenario && !isNothing(each))
  return standings.length > mostColumns
    ? [...inRows(standings, measures), ...effectsBelow(effects)]
    : [inColumns(standings, measures, effects), ...footnote(effects)]
}

/** Nothing to compare, or 0 on both sides in every block. */
function isNothing({ pairs }: Comparison): boolean {
  return pairs.every(({ target, baseline }) => target === 0 && baseline === 0)
}

function inColumns(
  standings: readonly Standing[],
  measures: readonly Measure[],
  effects: readonly Comparison[],
): Markup {
  const columns: Column<Measure>[] = [
    { title: '', kind: 'words', cell: ({ title }) => title },
    ...standings.map((standing) => ({
      title: [standing.summary.target, note(validTrials(standing))],
      cell: (measure: Measure) => [
        figure(measure, standing),
        effects
          .filter(({ target, metric }) => target === standing.summary.target && metric === measure.metric)
          .map(effect),
      ],
    })),
  ]
  return table({ label: 'The targets side by side', columns, rows: measures, className: 'side-by-side' })
}

function inRows(standings: readonly Standing[], measures: readonly Measure[]): Markup[] {
  const groups = [
    ['users', 'What users felt'],
    ['operations', 'What operations took'],
  ] as const
  return groups.map(([group, label]) =>
    table<Standing>({
      label,
      className: 'by-target',
      columns: [
        {
          title: label,
          kind: 'words',
          cell: ({ summary: { target, trials } }) => [
            target,
            trials.valid < trials.all ? note(`${trials.valid} of ${trials.all} valid`) : null,
          ],
        },
        ...measures
          .filter((measure) => measure.group === group)
          .map((measure) => ({
            title: measure.title,
            cell: (standing: Standing) => figure(measure, standing),
          })),
      ],
      rows: standings,
    }),
  )
}

function validTrials({ summary: { trials } }: Standing): string {
  return trials.valid === trials.all ? plural(trials.all, 'trial') : `${trials.valid} of ${trials.all} valid`
}

function figure(measure: Measure, standing: Standing): Child {
  const { value, note: small } = measure.of(standing)
  return [
    value === 'not known' ? h('span', { class: 'unknown' }, value) : value,
    small === undefined ? null : note(small),
  ]
}

function note(text: string): Markup {
  return h('small', {}, text)
}

/** `+30.5 [28.1, 32.9], different`: against the baseline, with its interval. */
function effect(found: Comparison): Markup {
  return h('small', { class: found.primary ? 'effect primary' : 'effect' }, effectText(found))
}

function effectText({ metric, scale, effect, primary, verdict, pHolm }: Comparison): string {
  const unit = metrics[metric]?.unit ?? 'count'
  const show = (value: number) => (scale === 'ratio' ? formatValue(value, 'times') : signed(value, unit))
  const words = { different: 'different', noDetectableDifference: 'no detectable difference' }
  const judged = verdict === 'different' || verdict === 'noDetectableDifference' ? words[verdict] : null
  return [
    `${scale === 'ratio' ? '' : 'Δ '}${formatInterval(effect, show)}`,
    ...(primary && pHolm !== null && judged ? [formatP(pHolm)] : []),
    ...(primary && judged ? [judged] : []),
  ].join(', ')
}

/** Shares differ by points, not by percent. */
function signed(value: number, unit: MetricDefinition['unit']): string {
  const text = formatValue(value, unit).replace('-', '−')
  return `${value > 0 ? '+' : ''}${unit === 'share' ? text.replace('%', 'points') : text}`
}

function footnote(effects: readonly Comparison[]): Markup[] {
  const [first] = effects
  if (!first) return []
  return [h('p', { class: 'footnote' }, explained(first, effects))]
}

function explained({ baseline }: Comparison, effects: readonly Comparison[]): string {
  const blocks = Math.max(...effects.map(({ pairs }) => pairs.length))
  const intervals = effects.some(({ effect: { low } }) => low !== null)
  const judged = effects.some(
    ({ verdict }) => verdict === 'different' || verdict === 'noDetectableDifference',
  )
  return [
    `Δ is the difference from ${baseline}, × the ratio to it`,
    intervals ? `, with the 95 % interval over ${plural(blocks, 'block')}.` : '; one block has no interval.',
    judged
      ? ' Only the primary metric is tested; all other intervals are for orientation.'
      : ' All are for orientation: fewer than 6 blocks get no verdict.',
  ].join('')
}

function effectsBelow(effects: readonly Comparison[]): Markup[] {
  const [first] = effects
  if (!first) return []
  const targets = [...new Set(effects.map(({ target }) => target))]
  const kinds = [...new Map(effects.map((each) => [each.metric, each.title])).entries()]
  const columns: Column<string>[] = [
    { title: `against ${first.baseline}`, kind: 'words', cell: (target) => target },
    ...kinds.map(([metric, title]) => ({
      title,
      cell: (target: string) =>
        effects.filter((each) => each.target === target && each.metric === metric).map(effectText),
    })),
  ]
  return [
    folded(
      { summary: `Differences from ${first.baseline}`, open: false },
      h('p', { class: 'footnote' }, explained(first, effects)),
      table({ label: `Differences from ${first.baseline}`, columns, rows: targets, className: 'by-target' }),
    ),
  ]
}
