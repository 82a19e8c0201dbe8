import { join } from 'node:path'
import type { ScenarioDescription } from '../../engine/journal/descriptions.ts'
import type { ExperimentData } from '../data.ts'
import { plural } from '../format.ts'
import { titleOf } from '../html/heading.ts'
import { replaceFile } from '../replace-file.ts'
import type { ExperimentResult } from '../result.ts'
import { changesInWords } from '../scenario-in-words.ts'
import type { Figure } from '../table/figure.ts'
import { measuresFor } from '../table/measures.ts'
import { type Standing, standingsOf, trialsInWords } from '../table/standings.ts'
import type { TrialResult } from '../trial-result.ts'

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
    ...result.scenarios.flatMap((scenario) => scenarioSection(result, scenario)),
    ...versions(experiment.versions),
    'The journals are in `trials/`, every number is in `result.json`.',
  ]
}

function scenarioSection(result: ExperimentResult, scenario: ScenarioDescription): string[] {
  const { name, title, question } = scenario
  const trials = result.trials.filter((trial) => trial.scenario === name)
  const changes = changesInWords(scenario)
  const { headline = '', sentences = [] } = result.verdicts.find((each) => each.scenario === name) ?? {}
  return [
    `## ${title}`,
    `${question} **${headline}**`,
    ...(changes.length === 0 ? [] : [changes.join(' ')]),
    bullets(['', ...sentences]),
    ...table(scenario, standingsOf(result, name), trials),
    ...complaints(trials),
  ]
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

function table(
  scenario: ScenarioDescription,
  standings: readonly Standing[],
  trials: readonly TrialResult[],
): string[] {
  if (standings.length === 0) return []
  const rows = [
    row(['', ...standings.map(({ summary }) => summary.target)]),
    row(['---', ...standings.map(() => '---:')]),
    row(['trials', ...standings.map(({ summary }) => trialsInWords(summary))]),
    ...measuresFor(scenario).map(({ title, of }) => row([title, ...standings.map(of).map(inOneLine)])),
    row([
      'residual of the ledger',
      ...standings.map(({ summary }) => String(residual(trials, summary.target))),
    ]),
  ]
  return [rows.join('\n')]
}

/** Of all trials, since one that does not balance does not count. */
function residual(trials: readonly TrialResult[], target: string): number {
  return trials.reduce((sum, trial) => sum + (trial.target === target ? trial.ledger.residual : 0), 0)
}

function inOneLine({ value, note }: Figure): string {
  return note === undefined ? value : `${value} (${note})`
}

/** What failed answers said was wrong, so that the cause has a name. */
function complaints(trials: readonly TrialResult[]): string[] {
  const lines = trials
    .filter(({ complaints }) => complaints.length > 0)
    .map(({ id, complaints }) => {
      const each = complaints.slice(0, 3).map(({ text, count }) => `“${text}” ${plural(count, 'time')}`)
      return `${id}: ${each.join(', ')}`
    })
  return lines.length === 0 ? [] : [bullets(['What failed answers said:', ...lines])]
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
