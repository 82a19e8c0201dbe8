import { PassThrough, type Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type Docker from 'dockerode'

/** The two outputs of a container, which Docker sends as one stream. Both end when that ends, however it ends. */
export function splitOutputs(
  docker: Docker,
  stream: NodeJS.ReadableStream,
): { stdout: Readable; stderr: Readable } {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  docker.modem.demuxStream(stream, stdout, stderr)
  const finish = () => {
    stdout.end()
    stderr.end()
  }
  stream.once('end', finish).once('close', finish).once('error', finish)
  return { stdout, stderr }
}

/** Whole lines, of any length, however they were cut on the way; also a last one without its end. */
export async function* linesOf(stream: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let begun: string[] = []
  for await (const chunk of stream) {
    const [first = '', ...more] = (typeof chunk === 'string' ? chunk : decoder.write(chunk)).split('\n')
    begun.push(first)
    for (const next of more) {
      yield begun.join('')
      begun = [next]
    }
  }
  const last = begun.join('')
  if (last) yield last
}
