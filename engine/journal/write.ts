import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '../clock.ts'
import { InputError } from '../errors.ts'
import type { NewRecord } from './records.ts'

/**
 * Append-only: a line is handed to the operating system, whole, before `append` returns. Where one could not be, the
 * journal takes no more.
 */
export interface Journal extends Disposable {
  append(record: NewRecord): void
}

/** Writes some bytes from an offset on and says how many, as the file system does; tests bring a disk that is full. */
export type Write = (fd: number, bytes: Uint8Array, offset: number) => number

/** Opens a new journal. Throws an InputError when the file can't be made or is there already. */
export function createJournal(file: string, clock: Clock, write: Write = writeSync): Journal {
  const fd = inputErrors(file, () => {
    mkdirSync(dirname(file), { recursive: true })
    return openSync(file, 'ax')
  })
  let failure: unknown
  return {
    append(record) {
      // A part of that line may be there: what followed would be damage in the middle, not a torn end.
      if (failure !== undefined) throw failure
      const line = Buffer.from(`${JSON.stringify({ at: clock.now(), ...record })}\n`)
      try {
        inputErrors(file, () => {
          for (let written = 0; written < line.length; ) written += write(fd, line, written)
        })
      } catch (error) {
        failure = error
        throw error
      }
    },
    [Symbol.dispose]: () => closeSync(fd),
  }
}

function inputErrors<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw new InputError(
      `Could not write ${file}: ${remedies[code ?? '']?.[0] ?? (cause as Error).message}.`,
      {
        hint: remedies[code ?? '']?.[1] ?? 'Choose another folder with --out.',
        cause,
      },
    )
  }
}

const remedies: Record<string, [what: string, hint: string]> = {
  ENOSPC: ['the disk is full', 'Free some space, or choose a folder on another disk with --out.'],
  EDQUOT: ['your disk quota is used up', 'Free some space, or choose another folder with --out.'],
  EACCES: ['permission denied', 'Choose a folder that you may write to with --out.'],
  EROFS: ['the file system is read-only', 'Choose another folder with --out.'],
  EEXIST: ['it exists already', 'Choose another folder with --out.'],
  ENOTDIR: ['a part of the path is not a folder', 'Choose another folder with --out.'],
}
