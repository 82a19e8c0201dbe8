import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { JournalRecord } from '../../engine/journal/records.ts'

/** A folder of results with journals in it; removed when it goes out of scope. */
export interface ExperimentFolder extends AsyncDisposable {
  folder: string
}

/** Each journal is records, or the text of a file as it was left. */
export async function anExperiment(...journals: (JournalRecord[] | string)[]): Promise<ExperimentFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'outlast-reports-'))
  for (const [index, journal] of journals.entries()) {
    const text = typeof journal === 'string' ? journal : asText(journal)
    const file = join(folder, 'trials', nameOf(text) ?? `trial-${index + 1}`, 'journal.ndjson')
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

export function asText(records: readonly JournalRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

function nameOf(text: string): string | undefined {
  return /"trial":"(?<name>b\d[^"]*)"/.exec(text)?.groups?.name
}
