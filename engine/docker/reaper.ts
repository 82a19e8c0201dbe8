import type Docker from 'dockerode'
import { DockerError } from '../errors.ts'
import type { EngineApi } from '../reaper/sweep.ts'
import { experimentLabel, reaperLabel } from './labels.ts'
import { readLines } from './lines.ts'

const image = 'outlast/reaper'
const readyWithinMs = 20_000

/**
 * Starts the container that removes everything of an experiment as soon as this process is gone. Resolves once it
 * has acknowledged that it can; disposing of it ends the lease and waits until it has swept and left.
 */
export async function startReaper(docker: Docker, experiment: string): Promise<AsyncDisposable> {
  const label = `${experimentLabel}=${experiment}`
  const container = await docker.createContainer({
    Image: image,
    name: `outlast-reaper-${experiment}`,
    Cmd: ['node', 'reaper.ts', label, reaperLabel],
    Labels: { [experimentLabel]: experiment, [reaperLabel]: 'true' },
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    // The socket belongs to root, or to a group whose number differs from host to host.
    User: '0',
    HostConfig: {
      AutoRemove: true,
      NetworkMode: 'none',
      CapDrop: ['ALL'],
      ReadonlyRootfs: true,
      SecurityOpt: ['no-new-privileges:true'],
      Memory: 256 * 1024 * 1024,
      PidsLimit: 64,
      Binds: [`${socketOfDaemon()}:/var/run/docker.sock`],
    },
  })
  // Attached before the start: the lease exists from its first moment.
  const stream = await container.attach({
    stream: true,
    stdin: true,
    stdout: true,
    stderr: true,
    hijack: true,
  })
  const said: string[] = []
  const ready = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), readyWithinMs)
    const done = (answer: boolean) => {
      clearTimeout(timer)
      resolve(answer)
    }
    const hear = (line: string) => {
      said.push(line)
      if (line === 'ready') done(true)
    }
    void readLines(docker, stream, { stdout: hear, stderr: hear }).then(() => done(false))
  })
  const removed = container.wait({ condition: 'removed' })
  removed.catch(() => {})
  await container.start()
  const reaper = {
    async [Symbol.asyncDispose]() {
      stream.end()
      await removed.catch(() => {})
    },
  }
  if (await ready) return reaper
  await container.remove({ force: true }).catch(() => {})
  throw new DockerError(`The reaper did not start: ${said.slice(-2).join(' / ') || 'it said nothing'}.`, {
    hint: 'It removes what a killed Outlast leaves; without it nothing is started. Run "npm run set-up" again.',
  })
}

/** The daemon's own path of its socket, where it is not the usual one. */
function socketOfDaemon(): string {
  const host = process.env.DOCKER_HOST ?? ''
  return host.startsWith('unix://') ? host.slice('unix://'.length) : '/var/run/docker.sock'
}

/** The Engine API as `sweep` asks for it, over the connection that dockerode has. */
export function engineApiOf(docker: Docker): EngineApi {
  return (method, path) =>
    new Promise((resolve, reject) => {
      const [url = '', query = ''] = path.split('?')
      const answered = (status: number) => (body: unknown) => resolve({ status, body })
      docker.modem.dial(
        {
          method,
          path: `${url}?`,
          options: { _query: Object.fromEntries(new URLSearchParams(query)) },
          statusCodes: { 200: true, 204: true },
        },
        (error: (Error & { statusCode?: number }) | null, body: unknown) => {
          if (error?.statusCode) answered(error.statusCode)(error.message)
          else if (error) reject(error)
          else answered(200)(body)
        },
      )
    })
}
