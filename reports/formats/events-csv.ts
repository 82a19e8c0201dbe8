import { join } from 'node:path'
import { type Cell, writeCsv } from '../csv.ts'
import type { ExperimentData } from '../data.ts'
import type { ExperimentResult } from '../result.ts'

/** `events.csv`: a row for each fault, victim and step of its time line. */
export async function write(result: ExperimentResult, _data: ExperimentData, folder: string): Promise<void> {
  await writeCsv(join(folder, 'events.csv'), ['trial', 'fault', 'victim', 'step', 'at_ms'], rows(result))
}

function* rows({ trials }: ExperimentResult): Generator<Cell[]> {
  for (const { id, faults } of trials) {
    for (const { fault, victim, steps } of faults) {
      for (const { step, atMs } of steps) yield [id, fault, victim, step, atMs]
    }
  }
}
