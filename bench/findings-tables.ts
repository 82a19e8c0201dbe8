import { formatShare, formatValue, listed } from '../reports/format.ts'
import { type MetricDefinition, metrics } from '../reports/metrics.ts'
import type { ExperimentResult, Summary } from '../reports/result.ts'
import type { TrialResult } from '../reports/trial-result.ts'

interface Row {
  target: string
  trial: TrialResult
  summary: Summary
}

interface Column {
  title: string
  cell(row: Row): string
}

/** What the table shows of every scenario, in other columns or other words than those of `metrics`. */
const always = ['usersSignedOut', 'sessionsLost', 'availability', 'backMs']

/**
 * One scenario, a row for each target that it was tried on, as Markdown: what came of it, or why nothing can be said.
 * Each result is of one block; where a target was tried again, the first trial that says something is shown.
 */
export function tableOf(results: readonly ExperimentResult[]): string {
  const scenario = results[0]?.scenarios[0]
  const tried = rowsOf(results)
  const rows = tried.filter(({ trial }) => trial.status !== 'skipped')
  const more = [scenario?.primaryMetric ?? '', ...Object.keys(scenario?.hypothesis ?? {})]
  const shown = Object.entries(metrics).filter(
    ([name]) => !always.includes(name) && (more.includes(name) || isSomewhere(rows, name)),
  )
  const columns = [
    { title: 'target', cell: ({ target }: Row) => `\`${target}\`` },
    ...(rows.some(({ trial }) => trial.faults.length > 0) ? [{ title: 'struck', cell: struck }] : []),
    { title: 'signed out', cell: signedOut },
    { title: 'lost', cell: cellOf('sessionsLost') },
    { title: 'not right', cell: notRight },
    { title: 'back after', cell: backAfter },
    ...shown.map(([name, { title }]): Column => ({ title, cell: cellOf(name) })),
  ]
  const notTried = tried.flatMap(({ target, trial }) => (trial.status === 'skipped' ? [`\`${target}\``] : []))
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ title }) => (isText(title) ? '---' : '---:'))),
    ...rows.map((row) =>
      row.trial.validity === 'valid'
        ? line(columns.map(({ cell }) => cell(row)))
        : line([
            `\`${row.target}\``,
            `${row.trial.validity}: ${row.trial.validityReasons.join(' ')}`,
            ...columns.slice(2).map(() => ''),
          ]),
    ),
    ...(notTried.length === 0 ? [] : ['', `Not for ${notTried.join(', ')}.`]),
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
  return rowsOf(results).flatMap(({ target, trial: { status, validity } }) =>
    status !== 'skipped' && validity === 'invalid' ? [target] : [],
  )
}

function rowsOf(results: readonly ExperimentResult[]): Row[] {
  const rows = results.flatMap(({ summaries, trials }) =>
    summaries.flatMap((summary): Row[] => {
      const trial = trials.find(({ target }) => target === summary.target)
      return trial ? [{ target: summary.target, trial, summary }] : []
    }),
  )
  const names = [...new Set(rows.map(({ target }) => target))].sort()
  return names.flatMap((name) => {
    const own = rows.filter(({ target }) => target === name)
    return own.find(({ trial }) => trial.validity !== 'invalid') ?? own.at(-1) ?? []
  })
}

/** Wrong answers are worth a column only where there was one. */
const isSomewhere = (rows: readonly Row[], name: string) =>
  ['wrong', 'leaked', 'resurrected'].includes(name) &&
  rows.some(({ trial }) => (trial.metrics[name] ?? 0) > 0)

function cellOf(name: string): Column['cell'] {
  const unit: MetricDefinition['unit'] = metrics[name]?.unit ?? 'count'
  return ({ trial }) => formatValue(trial.metrics[name] ?? null, unit)
}

const isText = (title: string) => ['target', 'struck'].includes(title)

/** Each victim once, in the order of the faults. */
function struck({ trial: { faults } }: Row): string {
  return listed([...new Set(faults.flatMap(({ victim }) => victim ?? []))])
}

/** How many, and of how many that was predicted, where it was not the same ones. */
function signedOut({ trial, summary: { predictionHeld } }: Row): string {
  const count = formatValue(trial.metrics.usersSignedOut ?? null, 'count')
  if (!predictionHeld || predictionHeld.held === predictionHeld.of) return count
  return `${count} (${predictionHeld.cannotTell > 0 ? 'predicted or not: not known' : 'not as predicted'})`
}

/** From the first fault on; beside it what it was before, where that was not next to nothing. */
function notRight({ trial: { availability, baseline, faults } }: Row): string {
  if (availability === null) return 'not known'
  const before = faults.length > 0 ? 1 - (baseline?.availability ?? 1) : 0
  return `${formatShare(1 - availability)}${before > 0.01 ? ` (before: ${formatShare(before)})` : ''}`
}

function backAfter({ trial: { recovery, metrics: found } }: Row): string {
  if (recovery.length === 0) return ''
  if (recovery.every(({ leftBand }) => !leftBand)) return 'never away'
  return recovery.some(({ leftBand, backMs }) => leftBand && backMs === null)
    ? 'not back'
    : formatValue(found.backMs ?? null, 'milliseconds')
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
