import type { Writable } from 'node:stream'
import type { Output } from './world.ts'

interface SafeOutput extends Output {
  /** Resolves when all is written, with the error where some of it could not be. */
  flushed(): Promise<Error | undefined>
}

/** A reader that has left (`outlast list | head -1`) is no error; what else goes wrong is kept for `flushed`. */
export function writeSafely(stream: Writable & { isTTY?: boolean; columns?: number }): SafeOutput {
  let lost: Error | undefined
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') lost ??= error
  })
  return {
    write: (text) => stream.write(text),
    get isTTY() {
      return stream.isTTY === true
    },
    get columns() {
      // Some terminals say 0 when they don't know.
      return stream.columns || 100
    },
    flushed: () =>
      new Promise((resolve) => {
        stream.write('', () => setImmediate(() => resolve(lost)))
      }),
  }
}
