import type Docker from 'dockerode'
import type { Service, Tier } from '../cluster.ts'
import { labelsOf, type StackId, serviceOf } from './labels.ts'
import { numberOfServer } from './web-servers.ts'

/** The containers of a stack as the daemon lists them, whatever their state. */
export async function listServices(docker: Docker, stack: StackId): Promise<Service[]> {
  const containers = await docker.listContainers({ all: true, filters: { label: labelsOf(stack) } })
  return containers.map(toService).sort((a, b) => (a.name < b.name ? -1 : 1))
}

function toService(container: Docker.ContainerInfo): Service {
  const name = serviceOf(container.Labels) ?? container.Id
  const network = Object.values(container.NetworkSettings.Networks)[0]
  const address = network?.IPAMConfig?.IPv4Address ?? network?.IPAddress ?? ''
  return {
    name,
    role: numberOfServer(name) === undefined ? name : 'web',
    tier: tierOf(name, address),
    container: container.Id,
    address,
    image: container.Image,
    imageId: container.ImageID,
  }
}

/** As docker-compose.yml has it: .2 is the balancer's, and from .101 on are the stores. */
function tierOf(name: string, address: string): Tier {
  if (numberOfServer(name) !== undefined) return 'web'
  const host = Number(address.split('.')[3])
  if (host === 2) return 'balancer'
  return host > 100 && host < 128 && !name.startsWith('sentinel') ? 'store' : 'other'
}
