import { execFile } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import Docker from 'dockerode'
import { anExperiment } from './docker/a-platform.ts'

/** Some services of docker-compose.yml, for one test file, under a project name and on a subnet of their own. */
export interface AStack extends AsyncDisposable {
  /** The first three numbers of every address, such as 10.239.7; this machine reaches them. */
  readonly network: string
  container(service: string): Docker.Container
}

const root = fileURLToPath(new URL('..', import.meta.url))
const run = promisify(execFile)

/** Starts the services of a profile; `only` leaves out the rest. Disposing of it removes all of it. */
export async function aStack(profile: string, only: readonly string[]): Promise<AStack> {
  const experiment = anExperiment()
  const project = `outlast-${experiment}`
  const compose = (network: string, ...args: string[]) =>
    run('docker', ['compose', '--project-name', project, '--profile', profile, ...args], {
      cwd: root,
      env: { ...process.env, OUTLAST_NETWORK: network, OUTLAST_EXPERIMENT: experiment, OUTLAST_TRIAL: 'b1' },
    })
  const network = await onAFreeSubnet((network) => compose(network, 'up', '--detach', '--no-build', ...only))
  return {
    network,
    container: (service) => new Docker().getContainer(`${project}-${service}`),
    [Symbol.asyncDispose]: async () => void (await compose(network, 'down', '--volumes', '--timeout', '0')),
  }
}

/** Tries subnets from the end of the range that trials use. */
async function onAFreeSubnet(use: (network: string) => Promise<unknown>): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const network = `10.239.${randomInt(256)}`
    try {
      await use(network)
      return network
    } catch (error) {
      if (attempt === 10 || !String(error).includes('overlaps')) throw error
    }
  }
}
