import type { JournalRecord } from '../../engine/journal/records.ts'
import { analyse } from '../analyse.ts'
import type { ExperimentData } from '../data.ts'
import { findJournals } from '../find-journals.ts'
import type { ExperimentResult } from '../result.ts'
import { anExperiment } from './an-experiment.ts'

/** What the reports are given of an experiment with these journals. */
export async function anAnalysis(
  ...journals: (JournalRecord[] | string)[]
): Promise<{ result: ExperimentResult; data: ExperimentData }> {
  await using experiment = await anExperiment(...journals)
  return await analyse(experiment.folder, await findJournals(experiment.folder))
}

/** The same trial of a target with another name. */
export function renamed(records: readonly JournalRecord[], name: string): JournalRecord[] {
  return records.map((record) =>
    record.type === 'trial'
      ? { ...record, trial: `b${record.block}-${name}-kill-server`, target: { ...record.target, name } }
      : record,
  )
}

/** As it was left when Outlast died during the load. */
export function cutOff(records: readonly JournalRecord[]): JournalRecord[] {
  return records.slice(0, Math.ceil(records.findIndex(({ type }) => type === 'drained') / 2))
}
