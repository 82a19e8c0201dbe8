import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DockerError } from '../errors.ts'
import { remedyFor } from './remedies.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** A child that was told to end has this long before it is killed. */
const graceMs = 5_000

/** A project of docker-compose.yml: its name, and the variables that the file asks for. */
export interface ComposeProject {
  name: string
  profiles: readonly string[]
  environment: Readonly<Record<string, string>>
  /** A second compose file, laid over the first one. */
  override?: object
}

/** A service of a project, as far as the engine looks at it. */
export interface ComposeService {
  image: string
  /** Absent where it belongs to every profile. */
  profiles?: string[]
}

/**
 * Runs `docker compose` for a project and returns what it printed. Throws a DockerError that ends in the last
 * lines it wrote; the child is told to end when `signal` is aborted.
 */
export async function compose(
  project: ComposeProject,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const files = ['-f', join(root, 'docker-compose.yml'), ...(project.override ? ['-f', '-'] : [])]
  const profiles = project.profiles.flatMap((profile) => ['--profile', profile])
  const { code, stdout, stderr } = await run(
    [
      'compose',
      '-p',
      project.name,
      '--project-directory',
      root,
      '--progress',
      'plain',
      ...files,
      ...profiles,
      ...args,
    ],
    { environment: project.environment, input: project.override && JSON.stringify(project.override), signal },
  )
  signal.throwIfAborted()
  if (code === 0) return stdout
  throw new DockerError(`"docker compose ${args[0]}" failed: ${lastLines(stderr)}`, {
    hint: remedyFor(stderr, 'Run "outlast clean", then try again.'),
  })
}

/** The services that the profiles of a project switch on, by name. */
export async function composeServices(
  project: ComposeProject,
  signal: AbortSignal,
): Promise<Record<string, ComposeService>> {
  return JSON.parse(await compose(project, ['config', '--format', 'json'], signal)).services
}

/** `2.26.1`. Throws a DockerError where compose is missing, or is version 1. */
export async function composeVersion(signal: AbortSignal): Promise<string> {
  const { code, stdout, stderr } = await run(['compose', 'version', '--short'], { signal })
  const version = stdout.trim().replace(/^v/, '')
  if (code === 0 && Number.parseInt(version, 10) >= 2) return version
  throw new DockerError(
    code === 0
      ? `docker compose is version ${version}; Outlast needs 2 or later.`
      : `Docker has no compose command: ${lastLines(stderr)}`,
    { hint: 'Run "npm run set-up", which brings it, or install Docker Compose 2.' },
  )
}

interface RunOptions {
  environment?: Readonly<Record<string, string>>
  input?: string | undefined
  signal: AbortSignal
}

function run(args: readonly string[], { environment, input, signal }: RunOptions) {
  signal.throwIfAborted()
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    // A process group of its own: Ctrl-C in the terminal is for us alone, and we tell the child when to end.
    const child = spawn('docker', args, { env: { ...process.env, ...environment }, detached: true })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.stdin.on('error', () => {}).end(input)
    let timer: NodeJS.Timeout | undefined
    const abort = () => {
      child.kill('SIGTERM')
      timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
    }
    signal.addEventListener('abort', abort, { once: true })
    child.on('error', (cause) => reject(noCommand(cause)))
    child.on('close', (code) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      resolve({ code, stdout, stderr })
    })
  })
}

function noCommand(cause: Error): DockerError {
  return new DockerError(`The docker command can't be run: ${cause.message}.`, {
    hint: 'Run "npm run set-up", which installs Docker where it may.',
    cause,
  })
}

function lastLines(text: string): string {
  const lines = text.trim().split('\n').filter(Boolean)
  return lines.slice(-3).join(' / ') || 'it printed nothing'
}
