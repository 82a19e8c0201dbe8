import type Docker from 'dockerode'
import type { Balancer, Cluster, ClusterEvent, EventWatch, Service } from '../cluster.ts'
import { DockerError, TargetError } from '../errors.ts'
import { abortable } from '../waiting.ts'
import { asked } from './daemon.ts'
import { limitsOf, updateBackTo, updateFor } from './limits.ts'
import { createLinks, portsIn } from './links.ts'
import { startServerLike } from './new-server.ts'
import { runIn } from './run-in.ts'
import { addressOfServer, numberOfServer } from './web-servers.ts'

interface ClusterParts {
  docker: Docker
  /** The first three numbers of the stack's subnet. */
  subnet: string
  services: readonly Service[]
  /** A web server as it was started: what is added later is made like it. */
  model: Docker.ContainerInspectInfo
  balancer: Balancer
  /** What is between the web servers and the store, where the stack has that. */
  path?: Docker.ContainerInspectInfo | undefined
  watch(): EventWatch
}

/** A running stack on one Docker daemon, as the faults see it. */
export interface DockerCluster extends Cluster {
  /** Takes what the daemon reports: who runs follows from it. */
  observe(event: ClusterEvent): void
}

const seconds = (ms: number) => Math.ceil(ms / 1_000)

/** Ties a started stack to the `Cluster` interface. */
export function createDockerCluster(parts: ClusterParts): DockerCluster {
  const { docker, subnet, balancer, model, path, watch } = parts
  const known = new Map(parts.services.map((service) => [service.name, service]))
  const running = new Set(known.keys())
  const network = docker.getNetwork(model.HostConfig.NetworkMode ?? '')
  const originals = new Map<string, Docker.ContainerInspectInfo['HostConfig']>()
  // Names that were given stay given, also where the server never came to be.
  let highest = Math.max(...parts.services.map(({ name }) => numberOfServer(name) ?? 0))
  // Of the servers to come, where they have another one than the model.
  let environment: Readonly<Record<string, string>> = {}

  const serviceOf = (name: string) => {
    const service = known.get(name)
    if (!service) throw new DockerError(`This stack has no container ${name}.`)
    return service
  }
  const containerOf = (name: string) => docker.getContainer(serviceOf(name).container)
  const runningOnes = () => [...known.values()].filter(({ name }) => running.has(name))
  const links = createLinks({
    docker,
    serviceOf,
    running: runningOnes,
    path: path && { container: path.Id, ports: portsIn(path.Config.Env) },
  })
  const update = (name: string, change: object, abortSignal: AbortSignal) =>
    asked(`change the limits of ${name}`, containerOf(name).update({ ...change, abortSignal }), abortSignal)
  const originalOf = async (name: string) => {
    const original = originals.get(name) ?? (await containerOf(name).inspect()).HostConfig
    originals.set(name, original)
    return original
  }
  const removeContainer = async (name: string, abortSignal: AbortSignal) => {
    const options = { force: true, v: true, abortSignal }
    await asked(`remove ${name}`, containerOf(name).remove(options), abortSignal)
    running.delete(name)
  }
  const startServer = async (name: string, abortSignal: AbortSignal): Promise<Service> => {
    const address = addressOfServer(name, subnet)
    const container = await startServerLike(docker, model, { name, address, environment, abortSignal })
    const { Image: imageId, Config: config } = model
    const server: Service = {
      name,
      role: 'web',
      tier: 'web',
      address,
      container,
      image: config.Image,
      imageId,
    }
    known.set(name, server)
    running.add(name)
    return server
  }
  const stop = async (name: string, graceMs: number, abortSignal: AbortSignal) => {
    await asked(`stop ${name}`, containerOf(name).stop({ t: seconds(graceMs), abortSignal }), abortSignal)
    running.delete(name)
  }

  return {
    balancer,
    watch,
    observe({ service, action }) {
      if (action === 'die') running.delete(service)
      if (action === 'start') running.add(service)
    },
    services: runningOnes,
    links,
    stop,
    async kill(name, abortSignal) {
      await asked(`kill ${name}`, containerOf(name).kill({ signal: 'SIGKILL', abortSignal }), abortSignal)
      running.delete(name)
    },
    async restart(name, graceMs, abortSignal) {
      const options = { t: seconds(graceMs), abortSignal }
      await asked(`restart ${name}`, containerOf(name).restart(options), abortSignal)
      running.add(name)
    },
    async crash(name, { restarts }, abortSignal) {
      if (restarts) await update(name, { RestartPolicy: { Name: 'on-failure' } }, abortSignal)
      abortSignal.throwIfAborted()
      // All but process 1, which docker-init is: it ends when the server has, with the exit code of that.
      const killed = runIn(docker, serviceOf(name).container, ['sh', '-c', 'kill -9 -1'])
      await asked(`end the processes of ${name}`, killed, abortSignal)
    },
    async freeze(name, abortSignal) {
      await asked(`pause ${name}`, containerOf(name).pause({ abortSignal }), abortSignal)
    },
    async thaw(name, abortSignal) {
      await asked(`unpause ${name}`, containerOf(name).unpause({ abortSignal }), abortSignal)
    },

    async disconnect(name, abortSignal) {
      const options = { Container: serviceOf(name).container, Force: true, abortSignal }
      await asked(`disconnect ${name}`, network.disconnect(options), abortSignal)
    },
    async reconnect(name, abortSignal) {
      const { container, address } = serviceOf(name)
      const EndpointConfig = { Aliases: [name], IPAMConfig: { IPv4Address: address } }
      const options = { Container: container, EndpointConfig, abortSignal }
      await asked(`reconnect ${name}`, network.connect(options), abortSignal)
    },
    async limit(name, limits, abortSignal) {
      await update(name, updateFor(limits, await originalOf(name)), abortSignal)
    },
    async unlimit(name, abortSignal) {
      await update(name, updateBackTo(await originalOf(name)), abortSignal)
    },
    async look(name, abortSignal) {
      const { container } = serviceOf(name)
      const inspected = docker.getContainer(container).inspect({ abortSignal })
      const { State, NetworkSettings, HostConfig } = await asked(`look at ${name}`, inspected, abortSignal)
      const connected = Object.values(NetworkSettings.Networks).some(({ IPAddress }) => IPAddress !== '')
      return { container, running: State.Running, frozen: State.Paused, connected, ...limitsOf(HostConfig) }
    },
    async run(name, command, abortSignal) {
      abortSignal.throwIfAborted()
      const what = `run "${command.join(' ')}" in ${name}`
      const ran = runIn(docker, serviceOf(name).container, command)
      const { exitCode, output } = await asked(what, abortable(ran, abortSignal), abortSignal)
      if (exitCode === 0) return output
      throw new TargetError(
        `"${command.join(' ')}" failed in ${name} (exit code ${exitCode}): ${output.trim()}`,
      )
    },

    nextServer: () => `web-${highest + 1}`,
    async addServer(abortSignal) {
      highest++
      const name = `web-${highest}`
      await links.admit(name, abortSignal)
      return startServer(name, abortSignal)
    },
    async replaceServer(name, { graceMs, environment: said }, abortSignal) {
      await stop(name, graceMs, abortSignal)
      await removeContainer(name, abortSignal)
      environment = { ...environment, ...said }
      return startServer(name, abortSignal)
    },
    async removeServer(name, abortSignal) {
      await removeContainer(name, abortSignal)
      known.delete(name)
    },
  }
}
