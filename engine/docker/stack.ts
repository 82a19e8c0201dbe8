import type Docker from 'dockerode'
import type { Clock } from '../clock.ts'
import type { Service } from '../cluster.ts'
import { TargetError } from '../errors.ts'
import { type BalancerPlace, loadBalancer } from './balancer-kind.ts'
import { createDockerCluster, type DockerCluster } from './cluster.ts'
import type { ComposeProject } from './compose.ts'
import { failIfEnded, hintFor, lastWords } from './end-of-service.ts'
import { createEventLog } from './event-log.ts'
import { followEvents } from './events.ts'
import type { StackId } from './labels.ts'
import { ownWord } from './own-word.ts'
import { waitUntilUp } from './readiness.ts'
import { RequestLog } from './request-log.ts'
import { listServices } from './services.ts'
import { pathService, type ServicesOptions, startServices } from './start-services.ts'
import { keepConnected, type SteadyBalancer } from './steady-balancer.ts'
import { readVersions } from './versions.ts'
import { numberOfServer } from './web-servers.ts'

export interface StackOptions extends ServicesOptions {
  clock: Clock
}

/** A stack whose every server is UP in the balancer's own view. Disposing of it stops to follow it, and removes nothing. */
export interface Stack extends AsyncDisposable {
  id: StackId
  project: ComposeProject
  /** The first three numbers: `10.231.7`. */
  subnet: string
  cluster: DockerCluster
  requestLog: RequestLog
  /** As they were at the start. */
  services: readonly Service[]
  versions: Record<string, string>
  policy: Record<string, string>
}

/**
 * A target that takes longer until all its servers are UP has failed. Three nodes of Cassandra take half a minute to find
 * together; on a busy machine several times that.
 */
const readyWithinMs = 180_000

/**
 * Starts a target by compose on a subnet of its own and waits until it is ready. Throws a TargetError that names
 * the service and its last words when it does not get there, a DockerError when Docker can't start it; what was
 * started by then is left to `removeStack`.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { docker, id, target, signal } = options
  const { project, subnet } = await startServices(options)
  await failIfEnded(docker, id, target.name)

  await using following = new AsyncDisposableStack()
  const events = createEventLog()
  const services = await listServices(docker, id)
  const requestLog = new RequestLog()
  const balancer = following.use(
    await connectBalancer(options, services, {
      report: events.report,
      logged: (request) => requestLog.add(request),
    }),
  )
  const cluster = createDockerCluster({
    docker,
    subnet,
    services,
    balancer,
    watch: events.watch,
    path: await inspectPath(docker, services),
    model: await docker.getContainer(containerOf(services, 'web-1')).inspect(),
  })
  following.use(
    await followEvents(docker, id, {
      fail: events.fail,
      report(event) {
        cluster.observe(event)
        balancer.observe(event)
        events.report(event)
      },
    }),
  )
  await addServersUpTo(options.servers, cluster, signal)
  await untilReady(options, { cluster, services })
  const { failurePolicy } = await loadBalancer(target.balancer)
  const resources = following.move()
  return {
    id,
    project,
    subnet,
    cluster,
    requestLog,
    services: cluster.services(),
    versions: { ...(await readVersions(docker, services)), [target.balancer]: balancer.version },
    policy: await failurePolicy(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

async function connectBalancer(
  { docker, id, target }: StackOptions,
  services: readonly Service[],
  listeners: Pick<BalancerPlace, 'report' | 'logged'>,
): Promise<SteadyBalancer> {
  const kind = await loadBalancer(target.balancer)
  const servers = services.filter(({ role }) => role === 'web')
  try {
    const place = { docker, container: containerOf(services, target.balancer), servers, ...listeners }
    return await keepConnected(target.balancer, (sinceUnixMs) => kind.connect({ ...place, sinceUnixMs }))
  } catch (cause) {
    await failIfEnded(docker, id, target.name)
    throw cause
  }
}

async function inspectPath(docker: Docker, services: readonly Service[]) {
  const path = services.find(({ name }) => name === pathService)
  return path && docker.getContainer(path.container).inspect()
}

function containerOf(services: readonly Service[], name: string): string {
  const service = services.find((candidate) => candidate.name === name)
  if (!service) throw new TargetError(`docker-compose.yml started no ${name}.`)
  return service.container
}

/** docker-compose.yml writes out the first web servers; more come as a fault would add them. */
async function addServersUpTo(count: number, cluster: DockerCluster, signal: AbortSignal): Promise<void> {
  while ((numberOfServer(cluster.nextServer()) ?? 0) <= count) {
    await cluster.balancer.add(await cluster.addServer(signal))
  }
}

async function untilReady(options: StackOptions, { cluster, services }: Pick<Stack, 'cluster' | 'services'>) {
  const { docker, clock, id, target, signal } = options
  const [missing] = await waitUntilUp(cluster, {
    clock,
    signal,
    // By name: one that has ended already no longer runs, and is missed all the same.
    servers: Array.from({ length: options.servers }, (_, index) => `web-${index + 1}`),
    limitMs: readyWithinMs,
    meanwhile: () => failIfEnded(docker, id, target.name),
  })
  if (!missing) return
  const container = containerOf([...services, ...cluster.services()], missing)
  const words = (await ownWord(docker, { name: missing, container })) + (await lastWords(docker, container))
  throw new TargetError(
    `Target "${target.name}" did not become ready in ${readyWithinMs / 1_000} s: the balancer does not call ${missing} UP.${words}`,
    { hint: hintFor(target.name) },
  )
}
