import type Docker from 'dockerode'
import type { Service } from '../cluster.ts'
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
  return {
    name,
    role: numberOfServer(name) === undefined ? name : 'web',
    container: container.Id,
    address: network?.IPAMConfig?.IPv4Address ?? network?.IPAddress ?? '',
    image: container.Image,
    imageId: container.ImageID,
  }
}
