import type Docker from 'dockerode'
import type { TrafficPlan } from '../../traffic/plan.ts'
import type { Clock } from '../clock.ts'
import { DockerError, TargetError } from '../errors.ts'
import type { Platform, RunningStack, StartStackOptions } from '../platform.ts'
import { composeVersion } from './compose.ts'
import { connectToDocker } from './daemon.ts'
import { compareClocks, describeEnvironment } from './environment.ts'
import { hostBusyMeter } from './host-busy.ts'
import { hostMemoryAvailable } from './host-memory.ts'
import type { StackId } from './labels.ts'
import { ownWord } from './own-word.ts'
import { waitUntilUp } from './readiness.ts'
import { startReaper } from './reaper.ts'
import { removeStack } from './removal.ts'
import { listServices } from './services.ts'
import { type Stack, startStack } from './stack.ts'
import { pathService } from './start-services.ts'
import { startTraffic, trafficService } from './traffic.ts'
import { readUsage } from './usage.ts'
import { addressOfServer, httpPort, proxyPort } from './web-servers.ts'

/**
 * Docker as what an experiment runs on. `experiment` is unique on the daemon, of small letters, numbers and
 * hyphens. Throws a DockerError when there is no daemon, no compose, or no way to clean up after a sudden death.
 */
export async function openDocker({
  experiment,
  clock,
  signal,
}: {
  experiment: string
  clock: Clock
  signal: AbortSignal
}): Promise<Platform> {
  const docker = await connectToDocker()
  const compose = await composeVersion(signal)
  const reaper = await startReaper(docker, { experiment, signal })
  return {
    describe: () => describeEnvironment(docker, { compose, experiment }),
    compareClocks: (abortSignal) => compareClocks(docker, clock, abortSignal),
    async startStack(options) {
      if (!reaper.holds()) {
        throw new DockerError('The reaper has ended, which would remove the stack if Outlast died.', {
          hint: 'Something removed its container: run the same command again.',
        })
      }
      const id = { experiment, trial: options.trial, project: projectOf(experiment, options.trial) }
      return runStack({ docker, clock, id }, options)
    },
    [Symbol.asyncDispose]: () => reaper[Symbol.asyncDispose](),
  }
}

/** Compose wants small letters, numbers, hyphens and underscores. */
function projectOf(experiment: string, trial: string): string {
  return `outlast-${experiment}-${trial}`.toLowerCase().replace(/[^a-z0-9_-]+/g, '-')
}

interface Host {
  docker: Docker
  clock: Clock
  id: StackId
}

async function runStack({ docker, clock, id }: Host, options: StartStackOptions): Promise<RunningStack> {
  await using begun = new AsyncDisposableStack()
  begun.defer(async () => void (await removeStack(docker, id)))
  const stack = await startStack({ docker, clock, id, later: [trafficService, pathService], ...options })
  begun.move()
  return createRunningStack(docker, clock, stack)
}

function createRunningStack(docker: Docker, clock: Clock, stack: Stack): RunningStack {
  const { id, subnet, cluster, services, versions, policy } = stack
  const hostBusy = hostBusyMeter()
  const beside: { name: string; container: string }[] = []
  const balancer = services.find(({ address }) => address === `${subnet}.2`)
  return {
    project: id.project,
    subnet: `${subnet}.0/24`,
    services,
    versions,
    policy,
    cluster,
    url: `http://${balancer?.address}:${httpPort}`,
    proxyUrl: `http://${balancer?.address}:${proxyPort}`,
    serverUrl: (name) => `http://${addressOfServer(name, subnet)}:${httpPort}`,

    async untilHealthy(limitMs, signal) {
      const missing = await waitUntilUp(cluster, { clock, limitMs, signal })
      const first = cluster.services().find(({ name }) => name === missing[0])
      if (!first) return
      const word = await ownWord(docker, first)
      throw new TargetError(
        `The balancer does not call ${missing.join(', ')} UP within ${limitMs / 1_000} s: down, or without its store.${word}`,
      )
    },
    requestLog: () => stack.requestLog.take(),
    async usage() {
      return {
        type: 'usage',
        services: await readUsage(docker, [...cluster.services(), ...beside]),
        hostBusy: hostBusy(),
      }
    },
    hostMemory: hostMemoryAvailable,
    async startTraffic(plan: TrafficPlan, signal: AbortSignal) {
      const traffic = await startTraffic(docker, stack, { plan, signal })
      const started = await listServices(docker, id)
      beside.push(...started.filter(({ name }) => name === trafficService))
      return traffic
    },
    async [Symbol.asyncDispose]() {
      try {
        await stack[Symbol.asyncDispose]()
      } finally {
        await removeStack(docker, id)
      }
    },
  }
}
