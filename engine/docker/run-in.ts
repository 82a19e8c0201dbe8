import type Docker from 'dockerode'
import { TargetError } from '../errors.ts'
import { splitOutputs } from './lines.ts'

export interface Ended {
  exitCode: number
  /** Standard output, and then standard error. */
  output: string
}

/** Runs a command in a running container to its end. */
export async function runIn(docker: Docker, container: string, command: readonly string[]): Promise<Ended> {
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true })
  const stream = await exec.start({ hijack: true })
  const { stdout, stderr } = splitOutputs(docker, stream)
  const [out, error] = await Promise.all([textOf(stdout), textOf(stderr)])
  const { ExitCode } = await exec.inspect()
  return { exitCode: ExitCode ?? -1, output: out + error }
}

/** Runs a command that must work. Throws a TargetError with what it said. */
export async function mustRunIn(
  docker: Docker,
  container: string,
  command: readonly string[],
): Promise<string> {
  const { exitCode, output } = await runIn(docker, container, command)
  if (exitCode === 0) return output
  throw new TargetError(
    `"${command.join(' ')}" failed in the balancer (exit code ${exitCode}): ${output.trim()}`,
  )
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const part of stream.setEncoding('utf8')) text += part
  return text
}
