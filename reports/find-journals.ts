import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '../engine/errors.ts'

/** The journals of an experiment, sorted. Throws an InputError where there is none. */
export async function findJournals(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, 'trials'), { withFileTypes: true }).catch(() => [])
  const journals: string[] = []
  for (const entry of entries.filter((each) => each.isDirectory())) {
    const files = await readdir(join(folder, 'trials', entry.name))
    if (files.includes('journal.ndjson')) journals.push(join(folder, 'trials', entry.name, 'journal.ndjson'))
  }
  if (journals.length > 0) return journals.sort()
  throw new InputError(`${folder} holds no journals of an experiment.`, {
    hint: 'Name the folder of an experiment: the one with "trials" in it, such as results/latest.',
  })
}
