import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { DockerError } from '../errors.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A project of docker-compose.yml: its name, and the variables that the file asks for. */
export interface ComposeProject {
  name: string
  profiles: readonly string[]
  environment: Readonly<Record<string, string>>
  /** More compose files, relative to the repository. */
  overrides?: readonly string[]
}

/**
 * Runs `docker compose` for a project and returns what it printed. Throws a DockerError that ends in the last
 * lines it wrote; the child is told to end when `signal` is aborted.
 */
export async function compose(
  project: ComposeProject,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  const files = ['docker-compose.yml', ...(project.overrides ?? [])].flatMap((file) => ['-f', file])
  const profiles = project.profiles.flatMap((profile) => ['--profile', profile])
  const all = ['compose', '-p', project.name, '--progress', 'plain', ...files, ...profiles, ...args]
  const { code, stdout, stderr } = await run(all, { ...process.env, ...project.environment }, signal)
  if (code === 0) return stdout
  signal?.throwIfAborted()
  throw new DockerError(`"docker compose ${args[0]}" failed: ${lastLines(stderr)}`, {
    hint: remedyFor(stderr),
  })
}

/** `2.26.1`. Throws a DockerError where compose is missing. */
export async function composeVersion(): Promise<string> {
  const { code, stdout } = await run(['compose', 'version', '--short'], process.env)
  if (code === 0) return stdout.trim()
  throw new DockerError('Docker has no compose command.', {
    hint: 'Run "npm run set-up", which installs it, or install Docker Compose 2.',
  })
}

/** True where the daemon refused the network because another one has (part of) the subnet. */
export function isSubnetTaken(error: unknown): boolean {
  return error instanceof DockerError && /Pool overlaps|Address already in use/i.test(error.message)
}

function run(args: readonly string[], env: NodeJS.ProcessEnv, signal?: AbortSignal) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    // A process group of its own: Ctrl-C in the terminal is for us alone, and we tell the child when to end.
    const child = spawn('docker', args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const abort = () => child.kill('SIGTERM')
    signal?.addEventListener('abort', abort, { once: true })
    child.on('error', (cause) =>
      reject(
        new DockerError(`Could not run the docker command: ${cause.message}.`, {
          hint: 'Run "npm run set-up", which installs Docker where it may.',
          cause,
        }),
      ),
    )
    child.on('close', (code) => {
      signal?.removeEventListener('abort', abort)
      resolve({ code, stdout, stderr })
    })
  })
}

function lastLines(text: string): string {
  const lines = text.trim().split('\n').filter(Boolean)
  return lines.slice(-3).join(' / ') || 'it printed nothing'
}

function remedyFor(stderr: string): string {
  if (/no such image|pull access denied|not found: manifest/i.test(stderr)) {
    return 'Run "npm run set-up": it builds the images.'
  }
  if (/no space left/i.test(stderr)) return 'The disk of the Docker daemon is full: free some space.'
  return 'Run "outlast clean", then try again.'
}
