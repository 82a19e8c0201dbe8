import type Docker from 'dockerode'
import { linesOf, splitOutputs } from './lines.ts'

/**
 * Calls back with every line that a container has written on its standard output since an instant of the daemon's
 * clock, 0 for all, and will write: the daemon's instant, a space, the line. Ends when the container does.
 */
export async function followLog(
  { docker, container, sinceUnixMs }: { docker: Docker; container: string; sinceUnixMs: number },
  listener: (line: string) => void,
): Promise<Disposable> {
  const since = sinceUnixMs / 1_000
  const stream = await docker
    .getContainer(container)
    .logs({ follow: true, stdout: true, timestamps: true, since })
  const { stdout, stderr } = splitOutputs(docker, stream)
  stderr.resume()
  void (async () => {
    for await (const line of linesOf(stdout)) listener(line)
  })()
  return { [Symbol.dispose]: () => destroy(stream) }
}

/** The last lines that a container wrote, on either output. */
export async function lastLines(docker: Docker, container: string, count: number): Promise<string[]> {
  const log = await docker.getContainer(container).logs({ stdout: true, stderr: true, tail: count })
  return outputsOf(log as Buffer)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(-count)
}

/** What both outputs said, in order: each piece has a header of eight bytes, the last four of them its length. */
function outputsOf(log: Buffer): string {
  const pieces: Buffer[] = []
  for (let at = 0; at + 8 <= log.length; ) {
    const end = at + 8 + log.readUInt32BE(at + 4)
    pieces.push(log.subarray(at + 8, end))
    at = end
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** Dockerode's types know less of its streams than they can do. */
export function destroy(stream: NodeJS.ReadableStream): void {
  ;(stream as NodeJS.ReadableStream & { destroy(): void }).destroy()
}
