import { analyse } from './analyse.ts'
import { findJournals } from './find-journals.ts'
import { foundFormats } from './found-formats.ts'
import type { ExperimentResult } from './result.ts'

/**
 * Everything that is reported of an experiment, from the journals in its folder `trials` alone. Files of
 * an earlier report are replaced. Throws an InputError when there is no journal, when one is damaged, or when the
 * folder can't be written. When `signal` is aborted, files that are not written yet stay as they were, and its reason is
 * thrown.
 */
export async function writeReports(folder: string, signal?: AbortSignal): Promise<ExperimentResult> {
  const { result, data } = await analyse(folder, await findJournals(folder), signal)
  for (const write of (await foundFormats()).values()) {
    signal?.throwIfAborted()
    await write(result, data, folder)
  }
  return result
}
