import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { InputError } from '../engine/errors.ts'

/**
 * Writes a file so that a reader sees the old one or the whole new one: pieces are streamed into a file beside it,
 * which is then renamed. Throws an InputError when the folder can't be written.
 */
export async function replaceFile(
  file: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const unfinished = `${file}.unfinished`
  try {
    await pipeline(Readable.from(pieces), createWriteStream(unfinished))
    await rename(unfinished, file)
  } catch (cause) {
    await rm(unfinished, { force: true })
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === undefined) throw cause
    throw new InputError(`Could not write ${file}: ${message}.`, {
      hint: 'The journals are not touched: make room or allow writing, then run "outlast report" on the folder.',
      cause,
    })
  }
}
