import type Docker from 'dockerode'
import type { Balancer, Cluster, ClusterEvent, EventWatch, Service } from '../cluster.ts'
import { DockerError } from '../errors.ts'
import { asked } from './daemon.ts'
import { startServerLike } from './new-server.ts'
import { addressOfServer, numberOfServer } from './web-servers.ts'

interface ClusterParts {
  docker: Docker
  /** The first three numbers of the stack's subnet. */
  subnet: string
  services: readonly Service[]
  /** A web server as it was started: what is added later is made like it. */
  model: Docker.ContainerInspectInfo
  balancer: Balancer
  watch(): EventWatch
}

/** A running stack on one Docker daemon, as the faults see it. */
export interface DockerCluster extends Cluster {
  /** Takes what the daemon reports: who runs follows from it. */
  observe(event: ClusterEvent): void
}

/** Ties a started stack to the `Cluster` interface. */
export function createDockerCluster(parts: ClusterParts): DockerCluster {
  const { docker, subnet, balancer, model, watch } = parts
  const known = new Map(parts.services.map((service) => [service.name, service]))
  const running = new Set(known.keys())
  // Names that were given stay given, also where the server never came to be.
  let highest = Math.max(...parts.services.map(({ name }) => numberOfServer(name) ?? 0))

  const containerOf = (name: string) => {
    const service = known.get(name)
    if (!service) throw new DockerError(`This stack has no container ${name}.`)
    return docker.getContainer(service.container)
  }
  return {
    balancer,
    watch,
    observe({ service, action }) {
      if (action === 'die') running.delete(service)
      if (action === 'start') running.add(service)
    },
    services: () => [...known.values()].filter(({ name }) => running.has(name)),

    async kill(name, abortSignal) {
      await asked(`kill ${name}`, containerOf(name).kill({ signal: 'SIGKILL', abortSignal }), abortSignal)
      running.delete(name)
    },
    async stop(name, graceMs, abortSignal) {
      const grace = { t: Math.ceil(graceMs / 1_000) }
      await asked(`stop ${name}`, containerOf(name).stop({ ...grace, abortSignal }), abortSignal)
      running.delete(name)
    },
    async removeServer(name, abortSignal) {
      const options = { force: true, v: true, abortSignal }
      await asked(`remove ${name}`, containerOf(name).remove(options), abortSignal)
      running.delete(name)
      known.delete(name)
    },

    nextServer: () => `web-${highest + 1}`,
    async addServer(abortSignal) {
      const name = `web-${highest + 1}`
      const address = addressOfServer(name, subnet)
      highest++
      const container = await startServerLike(docker, model, { name, address, abortSignal })
      const server = {
        name,
        role: 'web',
        address,
        container,
        image: model.Config.Image,
        imageId: model.Image,
      }
      known.set(name, server)
      running.add(name)
      return server
    },
  }
}
