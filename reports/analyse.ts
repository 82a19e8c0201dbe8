import type { ExperimentData } from './data.ts'
import type { ExperimentResult } from './result.ts'

/** Reads the journals once and computes everything that is reported of them. */
export async function analyse(
  _folder: string,
  _journals: readonly string[],
): Promise<{ result: ExperimentResult; data: ExperimentData }> {
  throw new Error('in the making')
}
