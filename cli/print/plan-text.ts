import type { ExperimentPlan } from '../../engine/plan.ts'
import { formatValue } from '../../reports/format.ts'
import { fewestPairsForVerdict } from '../../reports/statistics/estimate.ts'
import type { Paint } from '../console/paint.ts'
import { summary } from '../console/words.ts'
import { expectedBytes } from '../expected-disk.ts'
import { scenarioAsLines } from './scenario-text.ts'

/** What an experiment would do, as one reads it before it is started. */
export function planAsText(plan: ExperimentPlan, paint: Paint): string {
  return [
    paint('bold', summary(plan)),
    `About ${size(expectedBytes(plan))} on disk. --seed ${plan.seed} gives the same order and the same traffic.`,
    ...exploratory(plan),
    '',
    paint('bold', 'Targets'),
    ...targets(plan),
    ...plan.scenarios.flatMap((scenario) => ['', ...scenarioAsLines(scenario, paint)]),
    '',
    paint('bold', 'Trials'),
    ...trials(plan),
    '',
  ].join('\n')
}

/** Two digits of an estimate are enough. */
const size = (bytes: number) => formatValue(Number(bytes.toPrecision(2)), 'bytes')

function exploratory({ blocks, targets }: ExperimentPlan): string[] {
  if (targets.length < 2 || blocks >= fewestPairsForVerdict) return []
  return [`Fewer than ${fewestPairsForVerdict} blocks are exploratory: intervals, but no verdict.`]
}

function targets({ targets, baseline }: ExperimentPlan): string[] {
  const width = Math.max(...targets.map(({ name }) => name.length))
  return targets.flatMap(({ name, title, note }) => {
    const role = targets.length > 1 && name === baseline ? ' (baseline)' : ''
    const line = `  ${name.padEnd(width)}   ${title}${role}`
    return note === undefined ? [line] : [line, `  ${' '.repeat(width)}   ${note}`]
  })
}

function trials({ trials }: ExperimentPlan): string[] {
  const width = String(trials.length).length
  return trials.flatMap(({ id, skipped }, index) => {
    const line = `  ${String(index + 1).padStart(width)}  ${id}`
    return skipped === undefined ? [line] : [line, `  ${' '.repeat(width)}  skipped: ${skipped}`]
  })
}
