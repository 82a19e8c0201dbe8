import { join } from 'node:path'
import { settingsInWords } from '../../engine/journal/stack-settings.ts'
import type { ExperimentData } from '../data.ts'
import { formatShare, formatValue } from '../format.ts'
import { autoscalerInWords } from '../html/elasticity.ts'
import { titleOf } from '../html/heading.ts'
import { elasticityMetrics, metrics } from '../metrics.ts'
import { replaceFile } from '../replace-file.ts'
import type { ExperimentResult, Spread, Summary } from '../result.ts'
import type { TrialResult } from '../trial-result.ts'

/** Rows of the table, those of the scenario's hypothesis and primary metric included anyway. */
const shown = [
  'usersSignedOut',
  'sessionsLost',
  'availability',
  'backMs',
  'deficit',
  'wrong',
  'cpuSecondsPer1000Ok',
  'memoryBytesPerSession',
]

/** `summary.md`: the verdicts and one table for each scenario, for a terminal, a pull request or a CI summary. */
export async function write(result: ExperimentResult, _data: ExperimentData, folder: string): Promise<void> {
  await replaceFile(join(folder, 'summary.md'), [`${markdown(result).join('\n\n')}\n`])
}

function markdown(result: ExperimentResult): string[] {
  const { experiment } = result
  return [
    `# ${titleOf(result)}`,
    `Experiment ${experiment.id} (${experiment.status}), Outlast ${experiment.outlast}, seed ${experiment.seed}: \`${experiment.command}\``,
    ...invalidTrials(result),
    bullets(['**Before any number:**', ...experiment.caveats]),
    ...notes(result),
    ...result.verdicts.flatMap(({ scenario, title, question, headline, sentences }) => [
      `## ${title}`,
      `${question} **${headline}**`,
      ...setting(result, scenario),
      bullets(['', ...sentences]),
      table(result, scenario),
      ...complaints(result, scenario),
    ]),
    ...versions(experiment.versions),
    'The journals are in `trials/`, every number is in `result.json`.',
  ]
}

/** What is not as everywhere else in a scenario. */
function setting({ scenarios }: ExperimentResult, name: string): string[] {
  const scenario = scenarios.find((each) => each.name === name)
  const changed = settingsInWords(scenario?.settings)
  const told = [
    changed.length === 0 ? '' : `Of the stack, changed: ${changed.join('; ')}.`,
    autoscalerInWords(scenario?.autoscaler).trim(),
  ].filter(Boolean)
  return told.length === 0 ? [] : [told.join(' ')]
}

/** What a target's own file says that a reader of its results must know. */
function notes({ targets }: ExperimentResult): string[] {
  const lines = targets.flatMap(({ name, note }) => (note ? [`${name}: ${note}`] : []))
  return lines.length === 0 ? [] : [bullets(['**Of the targets:**', ...lines])]
}

function versions(of: Record<string, string>): string[] {
  const each = Object.entries(of).map(([name, version]) => `${name} ${version}`)
  return each.length === 0 ? [] : [`Versions: ${each.join(', ')}.`]
}

function invalidTrials({ experiment }: ExperimentResult): string[] {
  if (experiment.invalid.length === 0) return []
  const lines = experiment.invalid.map(
    ({ trial, validity, reasons }) => `${trial} is **${validity}**: ${reasons.join(' ')}`,
  )
  return [bullets(['**Trials that do not count:**', ...lines])]
}

function bullets([heading, ...lines]: string[]): string {
  const list = lines.map((line) => `- ${line}`)
  return heading ? [heading, '', ...list].join('\n') : list.join('\n')
}

function table({ summaries, scenarios, trials }: ExperimentResult, name: string): string {
  const columns = summaries.filter(({ scenario }) => scenario === name)
  const scenario = scenarios.find((each) => each.name === name)
  const wanted = [
    ...shown,
    ...(scenario?.autoscaler ? elasticityMetrics : []),
    ...Object.keys(scenario?.hypothesis ?? {}),
    scenario?.primaryMetric ?? '',
  ]
  const rows = Object.entries(metrics).filter(([metric]) => wanted.includes(metric))
  const own = (target: string) => trials.filter((trial) => trial.target === target && trial.scenario === name)
  return [
    row(['', ...columns.map(({ target }) => target)]),
    row(['---', ...columns.map(() => '---:')]),
    row(['valid trials', ...columns.map(({ trials: { valid, all } }) => `${valid} of ${all}`)]),
    ...rows.map(([metric, { title, unit }]) =>
      row([title, ...columns.map((each) => spread(each.metrics[metric], unit))]),
    ),
    row(['back in the band', ...columns.map(({ cameBack }) => share(cameBack?.back, cameBack?.of))]),
    ...[0.5, 0.99].map((q) =>
      row([quantileTitle(q), ...columns.map(({ target }) => quantileCell(own(target), q))]),
    ),
    row(['as predicted', ...columns.map(prediction)]),
    row([
      'residual of the ledger',
      ...columns.map(({ target }) =>
        String(own(target).reduce((sum, { ledger }) => sum + ledger.residual, 0)),
      ),
    ]),
  ].join('\n')
}

/** What failed answers said was wrong, so that the cause has a name. */
function complaints({ trials }: ExperimentResult, scenario: string): string[] {
  const lines = trials
    .filter((trial) => trial.scenario === scenario && trial.complaints.length > 0)
    .map(({ id, complaints }) => {
      const each = complaints.slice(0, 3).map(({ text, count }) => `“${text}” ${count} times`)
      return `${id}: ${each.join(', ')}`
    })
  return lines.length === 0 ? [] : [bullets(['What failed answers said:', ...lines])]
}

function spread(of: Spread | undefined, unit: Parameters<typeof formatValue>[1]): string {
  if (!of || of.mean === null) return 'not known'
  if (of.min === of.max) return formatValue(of.mean, unit)
  return `${formatValue(of.mean, unit)} (${formatValue(of.min, unit)} to ${formatValue(of.max, unit)})`
}

function quantileTitle(q: number): string {
  return `response time, ${formatShare(q)} of operations within`
}

/** Over the valid trials, of all operations from the fault on; failing fast is not being fast. */
function quantileCell(trials: readonly TrialResult[], q: number): string {
  const found = trials
    .filter(({ validity }) => validity === 'valid')
    .flatMap(({ latency }) => {
      const window = latency.find((each) => each.window === 'afterFault') ?? latency.at(0)
      const at = window?.response.find((each) => each.q === q)
      return window && at ? [{ ...at, notOkShare: window.notOkShare ?? 0 }] : []
    })
  const values = found.flatMap(({ ms }) => ms ?? [])
  const worst = Math.max(...found.map(({ notOkShare }) => notOkShare))
  if (found.some(({ status }) => status === 'infinite')) return `∞: ${formatShare(worst)} not ok`
  if (values.length === 0) return 'too few operations'
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const show = (value: number) => formatValue(value, 'milliseconds')
  return low === high ? show(low) : `${show(low)} to ${show(high)}`
}

function prediction({ predictionHeld, trials }: Summary): string {
  if (trials.valid === 0) return 'not known'
  if (!predictionHeld) return 'nothing predicted'
  return share(predictionHeld.held, predictionHeld.of)
}

function share(count: number | undefined, of: number | undefined): string {
  return count === undefined || of === undefined ? 'not known' : `${count} of ${of}`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
