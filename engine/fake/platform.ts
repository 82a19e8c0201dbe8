import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'
import { TargetError } from '../errors.ts'
import type { NewRecordOf, Platform, RunningStack, StartStackOptions, Traffic } from '../platform.ts'
import { createFakeCluster } from './cluster.ts'
import { createFakeTraffic } from './traffic.ts'

/** How long a fake stack takes to start, and to be removed. */
export const fakeStackMs = { up: 3_000, down: 1_000 } as const

/** What a test changes of a fake platform: each part is made as usual, then handed over to be altered. */
export interface Alterations {
  environment?: Partial<NewRecordOf<'environment'>>
  clock?: Partial<NewRecordOf<'clock'>>
  cluster?(cluster: Cluster, clock: Clock): Cluster
  stack?(stack: RunningStack): RunningStack
  traffic?(traffic: Traffic, clock: Clock): Traffic
  platform?(platform: Platform): Platform
}

export interface FakePlatform extends Platform {
  /** What was started and is not removed yet: `stack of b1-…`, `traffic of b1-…`. */
  running(): string[]
}

/** A Docker that exists only in memory. */
export function createFakePlatform(clock: Clock, alter: Alterations = {}): FakePlatform {
  const running = new Set<string>()
  const platform: Platform = {
    describe: async () => ({ ...environment, ...alter.environment }),
    compareClocks: async () => ({ type: 'clock', daemonOffsetMs: 0, uncertaintyMs: 0.2, ...alter.clock }),
    async startStack(options) {
      running.add(`stack of ${options.trial}`)
      try {
        await clock.sleep(fakeStackMs.up, options.signal)
      } catch (error) {
        running.delete(`stack of ${options.trial}`)
        throw error
      }
      const stack = createFakeStack(options, { clock, alter, running })
      return alter.stack?.(stack) ?? stack
    },
    async [Symbol.asyncDispose]() {},
  }
  return { ...(alter.platform?.(platform) ?? platform), running: () => [...running] }
}

interface Machinery {
  clock: Clock
  alter: Alterations
  running: Set<string>
}

function createFakeStack(options: StartStackOptions, { clock, alter, running }: Machinery): RunningStack {
  const { target, trial } = options
  const others = [target.balancer, ...target.services]
  const whole = createFakeCluster({ clock, servers: options.servers, others })
  const cluster = alter.cluster?.(whole, clock) ?? whole
  return {
    project: `outlast-${trial}`,
    subnet: '10.224.0',
    services: whole.services(),
    versions: { [target.balancer]: 'fake' },
    policy: {},
    cluster,
    url: 'http://10.224.0.2:8080',
    proxyUrl: 'http://10.224.0.2:8081',
    serverUrl: (name) => `http://${name}:8080`,
    async untilHealthy(limitMs, signal) {
      const isWhole = async () =>
        (await cluster.balancer.servers()).every(
          ({ server, status }) => status === 'UP' || !whole.isRunning(server),
        )
      const deadlineMs = clock.now() + limitMs
      while (!(await isWhole())) {
        if (clock.now() >= deadlineMs) throw new TargetError('a server is not up')
        await clock.sleep(50, signal)
      }
    },
    requestLog: () => ({
      type: 'requestLog',
      requests: 0,
      unanswered: 0,
      retried: 0,
      redispatched: 0,
      words: {},
    }),
    usage: async () => ({ type: 'usage', hostBusy: 0.3, services: usageOf(whole.services()) }),
    hostMemory: () => 0.5,
    async startTraffic(plan) {
      running.add(`traffic of ${trial}`)
      const traffic = createFakeTraffic({
        plan,
        clock,
        cluster: whole,
        inMemory: target.sessions === 'memory',
      })
      const tracked: Traffic = {
        ...traffic,
        async [Symbol.asyncDispose]() {
          await traffic[Symbol.asyncDispose]()
          running.delete(`traffic of ${trial}`)
        },
      }
      return alter.traffic?.(tracked, clock) ?? tracked
    },
    async [Symbol.asyncDispose]() {
      await clock.sleep(fakeStackMs.down)
      running.delete(`traffic of ${trial}`)
      running.delete(`stack of ${trial}`)
    },
  }
}

function usageOf(services: readonly { name: string }[]) {
  return services.map(({ name }) => ({ service: name, cpuSeconds: 1, memoryBytes: 1e6 }))
}

const environment: NewRecordOf<'environment'> = {
  type: 'environment',
  cpus: 2,
  memoryBytes: 8e9,
  kernel: 'fake',
  docker: 'fake',
  compose: 'fake',
  cgroup: 'fake',
  otherContainers: 0,
}
