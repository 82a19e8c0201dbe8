import type Docker from 'dockerode'
import type { Balancer, Cluster, ClusterEvent, Service } from '../cluster.ts'
import { DockerError } from '../errors.ts'
import { serviceLabel } from './labels.ts'

interface StackParts {
  docker: Docker
  project: string
  /** The first three numbers of the stack's subnet. */
  subnet: string
  services: Service[]
  balancer: Balancer
}

/** A running stack on one Docker daemon, as the faults see it. */
export interface DockerCluster extends Cluster {
  /** Hands an event to every listener; the event stream and the balancer's log call it. */
  report(event: ClusterEvent): void
}

/** Ties a started stack to the `Cluster` interface. */
export function createDockerCluster(parts: StackParts): DockerCluster {
  const { docker, project, subnet, balancer } = parts
  const known = new Map(parts.services.map((service) => [service.name, service]))
  const running = new Set(known.keys())
  const events = createEventLog()
  let highest = Math.max(...parts.services.map(({ name }) => numberOf(name)))

  const find = (name: string): Service => {
    const service = known.get(name)
    if (!service) throw new DockerError(`This stack has no container ${name}.`)
    return service
  }
  const containerOf = (name: string) => docker.getContainer(find(name).container)
  return {
    balancer,
    watch: events.watch,
    report(event) {
      if (event.action === 'die') running.delete(event.service)
      if (event.action === 'start') running.add(event.service)
      events.report(event)
    },
    services: () => [...known.values()].filter(({ name }) => running.has(name)),
    kill: (name, abortSignal) =>
      asked(`kill ${name}`, containerOf(name).kill({ signal: 'SIGKILL', abortSignal })),
    stop: (name, graceMs, abortSignal) =>
      asked(`stop ${name}`, containerOf(name).stop({ t: Math.ceil(graceMs / 1_000), abortSignal })),
    async removeServer(name, abortSignal) {
      await asked(`remove ${name}`, containerOf(name).remove({ force: true, abortSignal }))
      running.delete(name)
    },
    nextServer: () => `web-${highest + 1}`,
    async addServer(abortSignal) {
      highest++
      const name = `web-${highest}`
      const address = `${subnet}.${10 + highest}`
      const sibling = [...known.values()].find((service) => service.role === 'web')
      if (!sibling) throw new DockerError('This stack has no web server to make another one like it.')
      const place = { name, address, containerName: `${project}-${name}` }
      const container = await asked(`add ${name}`, startLike(docker, sibling, place, abortSignal))
      const server = { ...sibling, name, address, container }
      known.set(name, server)
      running.add(name)
      return server
    },
  }
}

/** Starts a container like `sibling` in another place and returns its id. */
async function startLike(
  docker: Docker,
  sibling: Service,
  { name, address, containerName }: { name: string; address: string; containerName: string },
  abortSignal: AbortSignal,
): Promise<string> {
  const model = await docker.getContainer(sibling.container).inspect({ abortSignal })
  const container = await docker.createContainer({
    name: containerName,
    Image: model.Image,
    Env: model.Config.Env.map((variable) =>
      variable.startsWith('SERVER_NAME=') ? `SERVER_NAME=${name}` : variable,
    ),
    Labels: { ...model.Config.Labels, [serviceLabel]: name },
    HostConfig: model.HostConfig,
    NetworkingConfig: {
      EndpointsConfig: {
        [model.HostConfig.NetworkMode ?? '']: { Aliases: [name], IPAMConfig: { IPv4Address: address } },
      },
    },
    abortSignal,
  })
  await container.start({ abortSignal })
  return container.id
}

/** 2 of `web-2`, 0 of what has no number. */
function numberOf(name: string): number {
  return Number(/^web-(\d+)$/.exec(name)?.[1] ?? 0)
}

async function asked<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (cause) {
    throw new DockerError(`Docker could not ${what}: ${(cause as Error).message}`, { cause })
  }
}

/** Hands events to those who watch. */
export function createEventLog(): Pick<DockerCluster, 'report' | 'watch'> {
  const watchers = new Set<(event: ClusterEvent) => void>()
  return {
    report(event) {
      for (const watcher of [...watchers]) watcher(event)
    },
    watch() {
      const past: ClusterEvent[] = []
      const remember = (event: ClusterEvent) => void past.push(event)
      watchers.add(remember)
      return {
        [Symbol.dispose]: () => void watchers.delete(remember),
        find(matches, limitMs, signal) {
          const found = past.find(matches)
          return found ? Promise.resolve(found) : nextEvent(watchers, matches, limitMs, signal)
        },
      }
    },
  }
}

function nextEvent(
  watchers: Set<(event: ClusterEvent) => void>,
  matches: (event: ClusterEvent) => boolean,
  limitMs: number,
  signal: AbortSignal,
): Promise<ClusterEvent | undefined> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const end = (event?: ClusterEvent) => {
      clearTimeout(timer)
      watchers.delete(see)
      signal.removeEventListener('abort', abort)
      resolve(event)
    }
    const see = (event: ClusterEvent) => void (matches(event) && end(event))
    const abort = () => {
      reject(signal.reason)
      end()
    }
    const timer = setTimeout(end, limitMs)
    watchers.add(see)
    signal.addEventListener('abort', abort)
  })
}
