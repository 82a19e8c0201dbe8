import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { linesOf, splitOutputs } from '../../engine/docker/lines.ts'

/** What a container writes, from its first line on. */
export interface Output {
  /** Resolves when a line of either output has these words in it; rejects when the container ends before. */
  saying(words: string): Promise<void>
  /** All of it, once the container has ended. */
  readonly ended: Promise<{ stdout: readonly string[]; stderr: readonly string[]; exitCode: number }>
}

/** Follows a container that has not been started yet. */
export async function outputOf(docker: Docker, container: Docker.Container): Promise<Output> {
  const outputs = splitOutputs(docker, await container.attach({ stream: true, stdout: true, stderr: true }))
  const stdout: string[] = []
  const stderr: string[] = []
  const listeners = new Set<(line: string) => void>()

  const collect = async (from: Readable, into: string[]) => {
    for await (const line of linesOf(from)) {
      into.push(line)
      for (const heard of listeners) heard(line)
    }
  }
  const collected = Promise.all([collect(outputs.stdout, stdout), collect(outputs.stderr, stderr)])
  const ended = collected.then(async () => {
    const { StatusCode: exitCode } = await container.wait()
    return { stdout, stderr, exitCode }
  })

  return {
    ended,
    saying: (words) =>
      new Promise((resolve, reject) => {
        const heard = (line: string) => {
          if (line.includes(words)) resolve()
        }
        for (const line of [...stdout, ...stderr]) heard(line)
        listeners.add(heard)
        const said = () => [...stdout, ...stderr].join('\n')
        ended.then(() => reject(new Error(`a container ended without saying "${words}":\n${said()}`)), reject)
      }),
  }
}
