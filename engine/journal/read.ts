import { open } from 'node:fs/promises'
import { InputError } from '../errors.ts'
import { type JournalRecord, journalRecord, journalVersion } from './records.ts'

/**
 * The records of a journal, in the order they were written, each validated.
 *
 * The last line of a journal whose writer was killed may be half a line: it is left out. Any other line that is
 * not a record throws an InputError that names file and line.
 */
export async function* readJournal(file: string): AsyncGenerator<JournalRecord> {
  let number = 0
  let torn: number | undefined
  for await (const line of linesOf(file)) {
    number++
    if (torn !== undefined) throw notARecord(file, torn, 'it is not JSON')
    if (line === '') continue
    const json = parse(line)
    if (json === undefined) {
      torn = number
      continue
    }
    yield validate(json, file, number)
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  await using handle = await open(file).catch((cause: Error) => {
    throw new InputError(`Could not read ${file}: ${cause.message}.`, {
      hint: 'Look whether it is there, and whether you may read it.',
      cause,
    })
  })
  yield* handle.readLines()
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function validate(json: unknown, file: string, line: number): JournalRecord {
  const result = journalRecord.safeParse(json)
  if (result.success) return result.data
  const version = (json as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > journalVersion) {
    throw new InputError(`${file} was written by a later Outlast (journal version ${version}).`, {
      hint: 'Use that version, or a later one, to read it.',
    })
  }
  const issue = result.error.issues[0]
  throw notARecord(file, line, issue ? `${issue.path.join('.')}: ${issue.message}` : 'unknown shape')
}

function notARecord(file: string, line: number, why: string): InputError {
  return new InputError(`${file}, line ${line} is not a journal record: ${why}.`, {
    hint: 'It was changed or damaged after Outlast wrote it: move its folder elsewhere to report the other trials.',
  })
}
