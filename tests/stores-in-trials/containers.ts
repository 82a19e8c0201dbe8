import Docker from 'dockerode'
import { mustHaveWorked, runIn } from '../../engine/docker/run-in.ts'
import type { Platform, RunningStack } from '../../engine/platform.ts'
import { eventually } from '../eventually.ts'

const docker = new Docker()

/** A container of a stack that runs, past everything that the engine would notice. */
export function containerOf({ services }: RunningStack, name: string): Docker.Container {
  const service = services.find((each) => each.name === name)
  if (!service) throw new Error(`the stack has no ${name}`)
  return docker.getContainer(service.container)
}

/** A container of a stack that is only just starting, once it runs: the only one of the platform of that name. */
export const containerOnceItRuns = ({ experiment }: Platform & { experiment: string }, name: string) =>
  eventually(async () => {
    const label = [`outlast.experiment=${experiment}`, `com.docker.compose.service=${name}`]
    const [found] = await docker.listContainers({ filters: { label } })
    const address = Object.values(found?.NetworkSettings.Networks ?? {})[0]?.IPAddress
    if (!found || !address) throw new Error(`${name} does not run yet`)
    return { container: docker.getContainer(found.Id), url: `http://${address}:8080` }
  })

/** What a command in a container says, which must work. */
export async function run({ id }: Docker.Container, ...command: readonly string[]): Promise<string> {
  return mustHaveWorked(command, await runIn(docker, id, command)).trim()
}

/** What a Redis, or a Sentinel, answers to a command. */
export const tellRedis = (container: Docker.Container, ...words: readonly string[]): Promise<string> =>
  run(container, 'redis-cli', ...words)
