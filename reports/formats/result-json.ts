import { join } from 'node:path'
import type { ExperimentData } from '../data.ts'
import { replaceFile } from '../replace-file.ts'
import type { ExperimentResult } from '../result.ts'

/** `result.json`: every number that is reported, for programs; its shape is `experimentResult` in `result.ts`. */
export async function write(result: ExperimentResult, _data: ExperimentData, folder: string): Promise<void> {
  await replaceFile(join(folder, 'result.json'), [JSON.stringify(result, null, 2), '\n'])
}
