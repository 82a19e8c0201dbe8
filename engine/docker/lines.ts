import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import type Docker from 'dockerode'

interface LineListeners {
  stdout(line: string): void
  stderr?(line: string): void
}

/**
 * Splits the two streams that Docker sends as one, and calls back with whole lines, however they were cut on
 * the way. Resolves when the stream has ended and every line has been handed over.
 */
export async function readLines(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  listeners: LineListeners,
): Promise<void> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  docker.modem.demuxStream(stream, stdout, stderr)
  stream.once('end', finish).once('close', finish).once('error', finish)
  await Promise.all([each(stdout, listeners.stdout), each(stderr, listeners.stderr ?? (() => {}))])

  function finish() {
    stdout.end()
    stderr.end()
  }
}

async function each(stream: PassThrough, listener: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    listener(line)
  }
}
