import type Docker from 'dockerode'
import { TargetError } from '../errors.ts'
import { abortable } from '../waiting.ts'
import { splitOutputs } from './lines.ts'

export interface Ended {
  exitCode: number
  /** Standard output, and then standard error. */
  output: string
}

/** What we run in containers takes moments. */
const endsWithinMs = 30_000

/** Runs a command in a running container to its end. Throws a TargetError when that does not come. */
export async function runIn(
  docker: Docker,
  container: string,
  command: readonly string[],
  { limitMs = endsWithinMs } = {},
): Promise<Ended> {
  const patience = AbortSignal.timeout(limitMs)
  try {
    return await abortable(runToItsEnd(docker, container, command), patience)
  } catch (error) {
    if (!patience.aborted) throw error
    throw new TargetError(`"${command.join(' ')}" did not end in its container within ${limitMs / 1_000} s.`)
  }
}

async function runToItsEnd(docker: Docker, container: string, command: readonly string[]): Promise<Ended> {
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true })
  const stream = await exec.start({ hijack: true })
  const { stdout, stderr } = splitOutputs(docker, stream)
  const [out, error] = await Promise.all([textOf(stdout), textOf(stderr)])
  const { ExitCode } = await exec.inspect()
  return { exitCode: ExitCode ?? -1, output: out + error }
}

/** What a command said that must work. Throws a TargetError with it when it did not. */
export function mustHaveWorked(command: readonly string[], { exitCode, output }: Ended): string {
  if (exitCode === 0) return output
  throw new TargetError(
    `"${command.join(' ')}" failed in its container (exit code ${exitCode}): ${output.trim()}`,
  )
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const part of stream.setEncoding('utf8')) text += part
  return text
}
