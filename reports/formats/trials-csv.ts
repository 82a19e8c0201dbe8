import { join } from 'node:path'
import { type Cell, snakeCase, writeCsv } from '../csv.ts'
import type { ExperimentData } from '../data.ts'
import { metrics } from '../metrics.ts'
import type { ExperimentResult } from '../result.ts'
import type { TrialResult } from '../trial-result.ts'

const columns: readonly [name: string, of: (trial: TrialResult) => Cell][] = [
  ['trial', ({ id }) => id],
  ['block', ({ block }) => block],
  ['position', ({ position }) => position],
  ['target', ({ target }) => target],
  ['scenario', ({ scenario }) => scenario],
  ['status', ({ status }) => status],
  ['validity', ({ validity }) => validity],
  ['deviated', ({ hypothesis: { deviated } }) => (deviated === null ? null : String(deviated))],
  ['sessions', ({ sessions }) => sessions?.total ?? null],
  ['sessions_must', ({ sessions }) => sessions?.must ?? null],
  ['sessions_unknown', ({ sessions }) => sessions?.unknown ?? null],
  ['data_survival', ({ sessions }) => sessions?.dataSurvival.share ?? null],
  ['user_survival', ({ sessions }) => sessions?.userSurvival.share ?? null],
  ['at_risk', ({ predictions }) => sum(predictions, ({ atRisk }) => atRisk)],
  ['predicted', ({ predictions }) => sum(predictions, ({ predicted }) => predicted)],
  ['observed', ({ predictions }) => sum(predictions, ({ observed }) => observed)],
  ['boundary', ({ predictions }) => sum(predictions, ({ boundary }) => boundary)],
  ['missed', ({ predictions }) => sum(predictions, ({ missed }) => missed.count)],
  ['surplus', ({ predictions }) => sum(predictions, ({ surplus }) => surplus.count)],
  ['scheduled', ({ ledger }) => ledger.scheduled],
  ['dropped', ({ ledger }) => ledger.dropped],
  ['sent', ({ ledger }) => ledger.sent],
  ['ok', ({ ledger }) => ledger.ok],
  ['rejected', ({ ledger }) => ledger.rejected],
  ['failed', ({ ledger }) => ledger.failed],
  ['refused', ({ ledger }) => ledger.refused],
  ['reset', ({ ledger }) => ledger.reset],
  ['timed_out', ({ ledger }) => ledger.timedOut],
  ['unfinished', ({ ledger }) => ledger.unfinished],
  ['residual', ({ ledger }) => ledger.residual],
  ['blocked', ({ subcounts }) => subcounts.blocked],
  ['late', ({ subcounts }) => subcounts.late],
  ['replays', ({ replays }) => replays],
  ...Object.keys(metrics).map((name): [string, (trial: TrialResult) => Cell] => [
    snakeCase(name),
    (trial) => trial.metrics[name] ?? null,
  ]),
]

/** `trials.csv`: a row for each trial; the last columns are the metrics, one number each. */
export async function write(result: ExperimentResult, _data: ExperimentData, folder: string): Promise<void> {
  const rows = result.trials.map((trial) => columns.map(([, of]) => of(trial)))
  await writeCsv(
    join(folder, 'trials.csv'),
    columns.map(([name]) => name),
    rows,
  )
}

/** Empty where there is nothing to sum. */
function sum<Item>(items: readonly Item[], of: (item: Item) => number): number | null {
  return items.length === 0 ? null : items.reduce((total, item) => total + of(item), 0)
}
