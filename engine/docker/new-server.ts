import type Docker from 'dockerode'
import { asked } from './daemon.ts'
import { projectLabel, serviceLabel } from './labels.ts'

interface Place {
  name: string
  address: string
  /** Variables of which it has another value than the model. */
  environment: Readonly<Record<string, string>>
  abortSignal: AbortSignal
}

/**
 * Starts a web server like `model`, under a name and an address of its own, and returns its container's id. It
 * copies compose's labels too: `docker compose down` leaves what has none.
 */
export async function startServerLike(
  docker: Docker,
  model: Docker.ContainerInspectInfo,
  { name, address, environment, abortSignal }: Place,
): Promise<string> {
  const network = model.HostConfig.NetworkMode ?? ''
  const create = docker.createContainer({
    name: `${model.Config.Labels[projectLabel]}-${name}`,
    Image: model.Image,
    Env: changed(model.Config.Env, { ...environment, SERVER_NAME: name }),
    Labels: { ...model.Config.Labels, [serviceLabel]: name },
    HostConfig: model.HostConfig,
    NetworkingConfig: {
      EndpointsConfig: { [network]: { Aliases: [name], IPAMConfig: { IPv4Address: address } } },
    },
    abortSignal,
  })
  const container = await asked(`create ${name}`, create, abortSignal)
  await asked(`start ${name}`, container.start({ abortSignal }), abortSignal)
  return container.id
}

function changed(variables: readonly string[], said: Readonly<Record<string, string>>): string[] {
  const others = variables.filter((variable) => !Object.hasOwn(said, variable.split('=', 1)[0] ?? ''))
  return [...others, ...Object.entries(said).map(([name, value]) => `${name}=${value}`)]
}
