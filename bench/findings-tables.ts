import { formatShare, formatValue, listed } from '../reports/format.ts'
import { metrics } from '../reports/metrics.ts'
import type { ExperimentResult } from '../reports/result.ts'
import { type Measure, measuresFor } from '../reports/table/measures.ts'
import { notTriedSentence, type Standing, standingsOf } from '../reports/table/standings.ts'
import type { TrialResult } from '../reports/trial-result.ts'

interface Row extends Standing {
  target: string
  trial: TrialResult
}

interface Column {
  title: string
  cell(row: Row): string
}

/**
 * One scenario, a row for each target that it was tried on, as Markdown: what came of it, or why nothing can be said.
 * Each result is of one block; where a target was tried again, the first trial that says something is shown.
 */
export function tableOf(results: readonly ExperimentResult[]): string {
  const [first] = results
  const rows = rowsOf(results)
  const columns = columnsFor(first?.scenarios[0], rows)
  const notTried = first && notTriedSentence(first.summaries, first.scenarios[0]?.name ?? '')
  return [
    line(['target', ...columns.map(({ title }) => title)]),
    line(['---', ...columns.map(() => '---:')]),
    ...rows.map((row) => line([`\`${row.target}\``, ...cellsOf(row, columns)])),
    ...(notTried ? ['', notTried] : []),
  ].join('\n')
}

/** Replaces what stands between `<!-- NAME -->` and `<!-- end -->`. Throws an Error where the page has no such place. */
export function withPart(page: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, '<!-- end -->']
  const from = page.indexOf(start)
  const to = page.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`The page has no place for "${name}": "${start}" and "${end}".`)
  return `${page.slice(0, from + start.length)}\n${content}\n${page.slice(to)}`
}

/** The targets whose last trial is worth nothing, by their names: they can be tried again. */
export function invalidIn(results: readonly ExperimentResult[]): string[] {
  return rowsOf(results).flatMap(({ target, trial }) => (trial.validity === 'invalid' ? [target] : []))
}

function rowsOf(results: readonly ExperimentResult[]): Row[] {
  const rows = results.flatMap((result) =>
    result.trials.flatMap((trial): Row[] => {
      const standing = standingsOf(result, trial.scenario).find(
        ({ summary }) => summary.target === trial.target,
      )
      return standing ? [{ ...standing, target: trial.target, trial }] : []
    }),
  )
  const names = [...new Set(rows.map(({ target }) => target))].sort()
  return names.flatMap((name) => {
    const own = rows.filter(({ target }) => target === name)
    return own.find(({ trial }) => trial.validity !== 'invalid') ?? own.at(-1) ?? []
  })
}

/** What the report tells of users, and what this scenario is about; whether it passed is for whoever sets the limits. */
function columnsFor(scenario: ExperimentResult['scenarios'][number] | undefined, rows: Row[]): Column[] {
  if (!scenario) return []
  const own = [scenario.primaryMetric, ...Object.keys(scenario.hypothesis)]
  const shown = measuresFor(scenario).filter(
    ({ group, metric, title }) =>
      title !== 'hypothesis' && (group === 'users' || (metric !== null && own.includes(metric))),
  )
  const rare = ['leaked', 'resurrected'].filter(
    (name) => !own.includes(name) && rows.some(({ trial }) => (trial.metrics[name] ?? 0) > 0),
  )
  return [
    ...(rows.some(({ trial }) => trial.faults.length > 0) ? [{ title: 'struck', cell: struck }] : []),
    ...shown.map(
      (measure): Column => ({
        title: measure.title,
        cell: measure.metric === 'availability' ? availability : cellOf(measure),
      }),
    ),
    ...rare.map(
      (name): Column => ({
        title: metrics[name]?.title ?? name,
        cell: ({ trial }) => formatValue(trial.metrics[name] ?? null, 'count'),
      }),
    ),
  ]
}

function cellsOf(row: Row, columns: Column[]): string[] {
  const { validity, validityReasons } = row.trial
  return validity === 'valid'
    ? columns.map(({ cell }) => cell(row))
    : [`${validity}: ${validityReasons.join(' ')}`, ...columns.slice(1).map(() => '')]
}

/** Each victim once, in the order of the faults. */
function struck({ trial: { faults } }: Row): string {
  return listed([...new Set(faults.flatMap(({ victim }) => victim ?? []))])
}

function cellOf({ of }: Measure): Column['cell'] {
  return (row) => {
    const { value, note } = of(row)
    return note === undefined ? value : `${value} (${note})`
  }
}

/** From the first fault on; beside it what it was before, where that was not next to all. */
function availability({ trial: { availability: share, baseline, faults } }: Row): string {
  if (share === null) return 'not known'
  const before = faults.length > 0 ? (baseline?.availability ?? 1) : 1
  return `${formatShare(share)}${before < 0.99 ? ` (before: ${formatShare(before)})` : ''}`
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
