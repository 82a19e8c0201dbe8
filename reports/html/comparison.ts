import type { ScenarioDescription } from '../../engine/journal/descriptions.ts'
import type { Comparison, ExperimentResult } from '../result.ts'
import { type Measure, measuresFor } from '../table/measures.ts'
import { notTriedSentence, type Standing, standingsOf, trialsInWords } from '../table/standings.ts'
import { differences, effect, explanation, isNothing } from './differences.ts'
import { type Child, h, type Markup } from './node.ts'
import { type Column, table } from './table.ts'
import { unknown } from './unknown.ts'

/** With more targets than this, each has a row of its own instead of a column. */
const mostColumns = 3

/** The targets side by side under one scenario. */
export function comparison(result: ExperimentResult, scenario: ScenarioDescription): Markup[] {
  const measures = measuresFor(scenario)
  const standings = standingsOf(result, scenario.name)
  const effects = result.comparisons.filter((each) => each.scenario === scenario.name && !isNothing(each))
  const notTried = notTriedSentence(result.summaries, scenario.name)
  return [
    ...(standings.length > mostColumns
      ? [...inRows(standings, measures, effects), ...differences(effects)]
      : standings.length > 0
        ? [inColumns(standings, measures, effects), ...explanation(effects)]
        : []),
    ...(notTried ? [h('p', { class: 'footnote' }, notTried)] : []),
  ]
}

function inColumns(
  standings: readonly Standing[],
  measures: readonly Measure[],
  effects: readonly Comparison[],
): Markup {
  const columns: Column<Measure>[] = [
    { title: '', kind: 'words', cell: ({ title }) => title },
    ...standings.map((standing) => ({
      title: [standing.summary.target, note(trialsInWords(standing.summary))],
      cell: (measure: Measure) => [figure(measure, standing), effectsOf(measure, standing, effects)],
    })),
  ]
  return table({ label: 'The targets side by side', columns, rows: measures, className: 'side-by-side' })
}

/** Only the effect that is tested stands in the table, with its interval; all others would fill it. */
function inRows(
  standings: readonly Standing[],
  measures: readonly Measure[],
  effects: readonly Comparison[],
): Markup[] {
  const tested = effects.filter(({ primary, effect: { low } }) => primary && low !== null)
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
          cell: ({ summary }) => [
            summary.target,
            summary.trials.valid < summary.trials.all ? note(trialsInWords(summary)) : null,
          ],
        },
        ...measures
          .filter((measure) => measure.group === group)
          .map((measure) => ({
            title: measure.title,
            cell: (standing: Standing) => [figure(measure, standing), effectsOf(measure, standing, tested)],
          })),
      ],
      rows: standings,
    }),
  )
}

function figure(measure: Measure, standing: Standing): Child {
  const { value, note: small } = measure.of(standing)
  return [value === 'not known' ? unknown : value, small === undefined ? null : note(small)]
}

function effectsOf({ metric }: Measure, { summary }: Standing, effects: readonly Comparison[]): Markup[] {
  return effects.filter((each) => each.target === summary.target && each.metric === metric).map(effect)
}

function note(text: string): Markup {
  return h('small', {}, text)
}
