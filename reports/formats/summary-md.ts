import { join } from 'node:path'
import type { ExperimentData } from '../data.ts'
import { formatValue } from '../format.ts'
import { metrics } from '../metrics.ts'
import { replaceFile } from '../replace-file.ts'
import type { ExperimentResult, Spread, Summary } from '../result.ts'

/** Rows of the table, those of the scenario's hypothesis and primary metric included anyway. */
const shown = [
  'usersSignedOut',
  'sessionsLost',
  'availability',
  'backMs',
  'deficit',
  'wrong',
  'p50Ms',
  'p99Ms',
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
    `# ${result.targets.map(({ name }) => name).join(', ')}`,
    `Experiment ${experiment.id} (${experiment.status}), Outlast ${experiment.outlast}, seed ${experiment.seed}: \`${experiment.command}\``,
    ...invalidTrials(result),
    bullets(['**Before any number:**', ...experiment.caveats]),
    ...result.verdicts.flatMap(({ scenario, title, question, headline, sentences }) => [
      `## ${title}`,
      `${question} **${headline}**`,
      bullets(['', ...sentences]),
      table(result, scenario),
    ]),
    `Versions: ${Object.entries(experiment.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}. Journals: \`trials/\`; every number: \`result.json\`.`,
  ]
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
  const wanted = [...shown, ...Object.keys(scenario?.hypothesis ?? {}), scenario?.primaryMetric ?? '']
  const rows = Object.entries(metrics).filter(([metric]) => wanted.includes(metric))
  return [
    row(['', ...columns.map(({ target }) => target)]),
    row(['---', ...columns.map(() => '---:')]),
    row(['valid trials', ...columns.map(({ trials: { valid, all } }) => `${valid} of ${all}`)]),
    ...rows.map(([metric, { title, unit }]) =>
      row([title, ...columns.map((each) => spread(each.metrics[metric], unit))]),
    ),
    row(['as predicted', ...columns.map(prediction)]),
    row([
      'residual of the ledger',
      ...columns.map(({ target }) => {
        const own = trials.filter((trial) => trial.target === target && trial.scenario === name)
        return String(own.reduce((sum, { ledger }) => sum + ledger.residual, 0))
      }),
    ]),
  ].join('\n')
}

function spread(of: Spread | undefined, unit: Parameters<typeof formatValue>[1]): string {
  if (!of || of.mean === null) return 'not known'
  if (of.min === of.max) return formatValue(of.mean, unit)
  return `${formatValue(of.mean, unit)} (${formatValue(of.min, unit)} to ${formatValue(of.max, unit)})`
}

function prediction({ predictionHeld }: Summary): string {
  if (!predictionHeld) return 'nothing predicted'
  return `${predictionHeld.held} of ${predictionHeld.of}`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
