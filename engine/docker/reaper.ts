import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { DockerError } from '../errors.ts'
import { requireImages } from './daemon.ts'
import { experimentLabel, reaperLabel } from './labels.ts'
import { linesOf } from './lines.ts'

const image = 'outlast/reaper'
/** It takes a second; on a busy machine many times that. */
const readyWithinMs = 60_000
/** It sweeps once more before it leaves; where the daemon hangs, it does so without us. */
const leavesWithinMs = 60_000

/** While it holds, everything of the experiment is removed as soon as this process is gone. */
export interface Reaper extends AsyncDisposable {
  holds(): boolean
}

/**
 * Starts the container that removes everything of an experiment when this process dies. Resolves once it has
 * acknowledged that it can; disposing of it ends the lease and waits until it has swept and left. Throws a
 * DockerError when it can't be had: nothing may be started without it.
 */
export async function startReaper(
  docker: Docker,
  { experiment, signal }: { experiment: string; signal: AbortSignal },
): Promise<Reaper> {
  const args = runArguments(experiment, socketOfDaemon(process.env.DOCKER_HOST))
  await requireImages(docker, [image])
  signal.throwIfAborted()
  // By the docker command, which lives on when we die: between the creation of the container and its start nothing
  // else could remove it. It listens before it starts it, so that the lease exists from the first moment.
  const child = spawn('docker', args, { detached: true })
  child.stdin.on('error', () => {})
  let holds = true
  const ended = new Promise<void>((resolve) => child.once('close', resolve).once('error', () => resolve()))
  void ended.then(() => (holds = false))

  const said: string[] = []
  const ready = new Promise<void>((resolve) => {
    const hear = (line: string) => (line === 'ready' ? resolve() : said.push(line))
    void eachLine(child.stdout, hear)
    void eachLine(child.stderr, hear)
  })
  const patience = AbortSignal.any([signal, AbortSignal.timeout(readyWithinMs)])
  await Promise.race([ready, ended, aborted(patience)])
  if (holds && !patience.aborted) {
    return {
      holds: () => holds,
      async [Symbol.asyncDispose]() {
        child.stdin.end('release\n')
        const limit = setTimeout(() => child.kill('SIGKILL'), leavesWithinMs)
        await ended
        clearTimeout(limit)
      },
    }
  }
  child.stdin.end()
  signal.throwIfAborted()
  throw new DockerError(`The reaper did not start: ${said.slice(-2).join(' / ') || 'it said nothing'}.`, {
    hint: 'It removes what a killed Outlast leaves; without it nothing is started. Run "npm run set-up" again.',
  })
}

function runArguments(experiment: string, socket: string): string[] {
  const label = `${experimentLabel}=${experiment}`
  return [
    'run',
    '--rm',
    '--interactive',
    '--pull=never',
    `--name=outlast-reaper-${experiment}`,
    `--label=${label}`,
    `--label=${reaperLabel}=true`,
    `--volume=${socket}:/var/run/docker.sock`,
    // The socket belongs to root, or to a group whose number differs from host to host.
    '--user=0',
    '--network=none',
    '--cap-drop=ALL',
    '--read-only',
    '--security-opt=no-new-privileges:true',
    '--memory=256m',
    '--pids-limit=64',
    image,
    'node',
    'reaper.ts',
    label,
    reaperLabel,
  ]
}

/**
 * The daemon's own path of its socket, which the reaper gets, where it is not the usual one. Throws a DockerError
 * where the daemon is reached over the network: what we know then is not a path on its machine.
 */
export function socketOfDaemon(host = ''): string {
  if (/^(tcp|https?|ssh):/.test(host)) {
    throw new DockerError(
      `DOCKER_HOST is ${host}: Outlast runs only beside the Docker daemon that it uses.`,
      {
        hint: 'Run Outlast on that machine, with DOCKER_HOST unset or of the form unix:///path/of/docker.sock.',
      },
    )
  }
  return /^unix:\/\/(\/.+)$/.exec(host)?.[1] ?? '/var/run/docker.sock'
}

async function eachLine(stream: Readable, listener: (line: string) => void): Promise<void> {
  for await (const line of linesOf(stream)) listener(line)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
