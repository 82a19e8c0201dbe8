import type Docker from 'dockerode'
import type { Clock } from '../clock.ts'
import type { Service } from '../cluster.ts'
import { TargetError } from '../errors.ts'
import type { TargetDescription } from '../journal/records.ts'
import { createDockerCluster, type DockerCluster } from './cluster.ts'
import { type ComposeProject, compose } from './compose.ts'
import { followEvents } from './events.ts'
import { connectToHaproxy, failurePolicy, followHaproxyLog } from './haproxy.ts'
import { containersWith, serviceOf, trialLabel } from './labels.ts'
import { withFreeSubnet } from './subnets.ts'

export interface StackOptions {
  docker: Docker
  clock: Clock
  signal: AbortSignal
  target: TargetDescription
  servers: number
  /** Labels of everything that is started. */
  experiment: string
  trial: string
  /** The compose project, derived from the trial. */
  project: string
  sessionTtlSeconds: number
  overrides?: readonly string[]
  environment?: Readonly<Record<string, string>>
}

/** A stack whose every server is UP in the balancer's own view. */
export interface Stack {
  project: ComposeProject
  subnet: string
  cluster: DockerCluster
  services: readonly Service[]
  versions: Record<string, string>
  policy: Record<string, string>
  /** Stops following the stack; removes nothing. */
  close(): Promise<void>
}

/** How many web servers docker-compose.yml writes out; more are added like a fault would add them. */
const writtenOut = 3
const readyWithinMs = 30_000

/**
 * Starts a target by compose on a subnet of its own and waits until it is ready. Throws a TargetError that names
 * the service and its last words when it does not get there, a DockerError when Docker can't start it.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { docker, target, servers, signal, trial } = options
  const names = Array.from({ length: Math.min(servers, writtenOut) }, (_, index) => `web-${index + 1}`)
  const { project, subnet } = await withFreeSubnet(docker, spread(trial), async (prefix) => {
    const project: ComposeProject = {
      name: options.project,
      profiles: [target.balancer, ...target.services],
      environment: { ...variables(options, names, prefix), ...options.environment },
      overrides: options.overrides ?? [],
    }
    const wanted = [...names, target.balancer, ...target.services]
    await compose(
      project,
      ['up', '--detach', '--no-build', '--pull', 'never', '--quiet-pull', ...wanted],
      signal,
    )
    return { project, subnet: prefix }
  })
  const services = await listServices(docker, trial)
  await failIfExited(docker, target.name, trial)
  const balancerId = services.find((service) => service.name === target.balancer)?.container ?? ''
  const balancer = await connectToHaproxy(docker, balancerId).catch(async (cause) => {
    await failIfExited(docker, target.name, trial)
    throw cause
  })
  const cluster = createDockerCluster({ docker, project: project.name, subnet, services, balancer })
  const events = await followEvents(docker, trial, cluster.report)
  await followHaproxyLog(docker, balancerId, cluster.report)
  for (let number = writtenOut; number < servers; number++) {
    await balancer.add(await cluster.addServer(signal))
  }
  await untilReady(options, cluster)
  return {
    project,
    subnet,
    cluster,
    services: cluster.services(),
    versions: { haproxy: await balancer.version() },
    policy: failurePolicy(),
    async close() {
      events.close()
      await balancer[Symbol.asyncDispose]()
    },
  }
}

/** The variables that docker-compose.yml asks for. */
function variables(
  options: StackOptions,
  servers: readonly string[],
  subnet: string,
): Record<string, string> {
  return {
    OUTLAST_EXPERIMENT: options.experiment,
    OUTLAST_TRIAL: options.trial,
    OUTLAST_NETWORK: subnet,
    OUTLAST_SERVERS: servers.join(' '),
    OUTLAST_SESSIONS: options.target.sessions,
    OUTLAST_AFFINITY: options.target.affinity,
    OUTLAST_SESSION_TTL_SECONDS: String(options.sessionTtlSeconds),
  }
}

/** The containers of a trial, as the daemon lists them. */
export async function listServices(docker: Docker, trial: string): Promise<Service[]> {
  const containers = await containersWith(docker, `${trialLabel}=${trial}`)
  return containers.map((container) => {
    const name = serviceOf(container.Labels) ?? container.Id
    const network = Object.values(container.NetworkSettings.Networks)[0]
    return {
      name,
      role: /^web-\d+$/.test(name) ? 'web' : name,
      container: container.Id,
      address: network?.IPAMConfig?.IPv4Address ?? network?.IPAddress ?? '',
      image: container.Image,
      imageId: container.ImageID,
    }
  })
}

async function untilReady(options: StackOptions, cluster: DockerCluster): Promise<void> {
  const { docker, clock, signal, target, servers, trial } = options
  const deadline = clock.now() + readyWithinMs
  for (;;) {
    const up = (await cluster.balancer.servers()).filter((server) => server.status === 'UP')
    if (up.length >= servers) return
    await failIfExited(docker, target.name, trial)
    if (clock.now() > deadline) {
      throw new TargetError(
        `Target "${target.name}" did not become ready in ${readyWithinMs / 1_000} s: ` +
          `${up.length} of ${servers} web servers pass their health check.${await lastWords(docker, trial, 'web-1')}`,
        { hint: `Run "outlast up ${target.name}" to look at it.` },
      )
    }
    await clock.sleep(50, signal)
  }
}

/** Throws a TargetError where a container of the trial has ended: why, and its last words. */
async function failIfExited(docker: Docker, target: string, trial: string): Promise<void> {
  const ended = await docker.listContainers({
    all: true,
    filters: { label: [`${trialLabel}=${trial}`], status: ['exited', 'dead'] },
  })
  const first = ended[0]
  if (!first) return
  const { State: state } = await docker.getContainer(first.Id).inspect()
  const service = serviceOf(first.Labels) ?? first.Id
  const how = state.OOMKilled ? 'ran out of memory' : `exited with ${state.ExitCode}`
  throw new TargetError(
    `Target "${target}" did not start: ${service} ${how}.${await lastWords(docker, trial, service)}`,
    { hint: `Run "outlast up ${target}" to look at it.` },
  )
}

async function lastWords(docker: Docker, trial: string, service: string): Promise<string> {
  const all = await listServices(docker, trial)
  const container = all.find((candidate) => candidate.name === service)?.container
  if (!container) return ''
  const log = (await docker.getContainer(container).logs({ stdout: true, stderr: true, tail: 3 })) as Buffer
  // Without a terminal each piece of the log begins with a header of eight bytes.
  const text = log
    .toString('utf8')
    .replace(/[\u0000-\u0002]\0\0\0[\s\S]{4}/g, '')
    .trim()
  return text ? ` Its last words: "${text.split('\n').join(' / ')}"` : ''
}

/** Experiments that begin at the same moment begin their search for a subnet in different places. */
function spread(trial: string): number {
  return [...trial].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) >>> 0, 7)
}
