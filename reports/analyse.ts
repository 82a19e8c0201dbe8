import { InputError } from '../engine/errors.ts'
import type { TargetDescription } from '../engine/journal/descriptions.ts'
import type { RecordOf } from '../engine/journal/records.ts'
import { caveats } from './caveats.ts'
import { compare } from './compare.ts'
import type { ExperimentData, TrialData } from './data.ts'
import { type ExperimentResult, resultVersion } from './result.ts'
import { withSpeedUps } from './speed-up.ts'
import { summarise } from './summarise.ts'
import { analyseTrial } from './trial/analyse-trial.ts'
import { readTrial } from './trial/trial-records.ts'
import type { TrialResult } from './trial-result.ts'
import { verdict } from './verdict.ts'

/** The records of an experiment that are not of one trial only. */
interface Header {
  trial: RecordOf<'trial'>
  environment: RecordOf<'environment'> | undefined
  lastAt: number
}

/** Reads the journals and computes everything that is reported of them. */
export async function analyse(
  folder: string,
  journals: readonly string[],
  signal?: AbortSignal,
): Promise<{ result: ExperimentResult; data: ExperimentData }> {
  const analysed: { header: Header; result: TrialResult; data: TrialData }[] = []
  for (const journal of journals) {
    signal?.throwIfAborted()
    const records = await readTrial(journal)
    if (!records) continue
    const { trial, environment, lastAt } = records
    analysed.push({
      header: { trial, environment, lastAt },
      ...(await analyseTrial(records, journal, folder)),
    })
  }
  // In the order in which they ran: block by block, and within it scenario by scenario.
  analysed.sort((a, b) => a.header.trial.at - b.header.trial.at)
  const headers = analysed.map(({ header }) => header)
  const trials = withSpeedUps(analysed.map((each) => ({ ...each, scenario: each.header.trial.scenario })))
  return { result: experimentOf(headers, trials, folder), data: { trials: analysed.map(({ data }) => data) } }
}

function experimentOf(headers: Header[], trials: TrialResult[], folder: string): ExperimentResult {
  const [first] = headers
  // A trial that was skipped or never came up has none.
  const environment = headers.find((header) => header.environment)?.environment
  if (!first) {
    throw new InputError(
      `The journals in ${folder} are empty: Outlast was killed before the first trial began.`,
      { hint: 'Run the experiment again.' },
    )
  }
  const scenarios = unique(headers.map(({ trial }) => trial.scenario))
  const { baseline } = first.trial
  const targets = baselineFirst(unique(headers.map(({ trial }) => trial.target)), baseline)
  const comparisons = scenarios.flatMap(({ name, primaryMetric }) =>
    compare(trials, { scenario: name, baseline, primary: primaryMetric }),
  )
  const summaries = scenarios.flatMap((scenario) =>
    targets.map((target) => summarise(trials, { scenario: scenario.name, target: target.name })),
  )
  return {
    version: resultVersion,
    experiment: {
      ...headOf(first, headers),
      environment: environment ? withoutEnvelope(environment) : null,
      status: statusOf(trials, first.trial.blocks * scenarios.length * targets.length),
      versions: Object.assign({}, ...trials.map(({ versions }) => versions)),
      caveats: caveats(trials, environment),
      invalid: trials
        .filter(({ status, validity }) => status !== 'skipped' && validity !== 'valid')
        .map(({ id, validity, validityReasons }) => ({ trial: id, validity, reasons: validityReasons })),
    },
    scenarios,
    targets,
    trials,
    summaries: summaries.filter((summary) => summary.trials.all > 0),
    comparisons,
    verdicts: scenarios.map((scenario) => verdict(scenario, { trials, summaries, comparisons })),
  }
}

function headOf({ trial }: Header, headers: readonly Header[]) {
  return {
    id: trial.experiment,
    command: trial.command,
    outlast: trial.outlast,
    seed: trial.seed,
    blocks: trial.blocks,
    baseline: trial.baseline,
    startedAt: new Date(trial.at).toISOString(),
    endedAt: new Date(Math.max(...headers.map(({ lastAt }) => lastAt))).toISOString(),
  }
}

function withoutEnvelope({ type: _type, at: _at, ...environment }: RecordOf<'environment'>) {
  return environment
}

function statusOf(trials: readonly TrialResult[], planned: number): ExperimentResult['experiment']['status'] {
  if (trials.some(({ status }) => status === 'failed')) return 'failed'
  const cutOff = trials.some(({ status }) => status === 'interrupted')
  return cutOff || trials.length < planned ? 'interrupted' : 'complete'
}

/** The order within a block is drawn, so the others come by name. */
function baselineFirst(targets: TargetDescription[], baseline: string): TargetDescription[] {
  const place = ({ name }: TargetDescription) => (name === baseline ? '' : name)
  return targets.sort((a, b) => (place(a) < place(b) ? -1 : 1))
}

function unique<Named extends { name: string }>(all: readonly Named[]): Named[] {
  return [...new Map(all.map((each) => [each.name, each])).values()]
}
