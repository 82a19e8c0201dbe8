import type { Clock } from '../clock.ts'
import type { BalancerServer, Cluster, ClusterEvent, Service } from '../cluster.ts'
import { DockerError, TargetError } from '../errors.ts'
import { createFakeEvents, type FakeEvents } from './events.ts'

/** When things happen after a call, in milliseconds: about what was measured on Docker. */
export const fakeDelaysMs = { killed: 30, acknowledged: 90, stopped: 60, noticed: 1_000, ready: 400 } as const

export interface FakeCluster extends Cluster {
  readonly events: FakeEvents
  isRunning(name: string): boolean
}

interface FakeClusterOptions {
  clock: Clock
  servers: number
  /** Services beside the web servers: the balancer and stores. */
  others: readonly string[]
}

/** A stack that exists only in memory; every event has an exact instant. */
export function createFakeCluster({ clock, servers, others }: FakeClusterOptions): FakeCluster {
  const names = Array.from({ length: servers }, (_, index) => `web-${index + 1}`)
  const known = new Map([...names, ...others].map((name, index) => [name, fakeService(name, index)]))
  const running = new Set(known.keys())
  const balancer = new Map(names.map((name) => [name, upServer(name)]))
  const events = createFakeEvents(clock)
  let highest = servers

  const report = (service: string, action: ClusterEvent['action'], exitCode?: number) =>
    events.report({ service, action, unixMs: clock.now(), ...(exitCode === undefined ? {} : { exitCode }) })
  const notice = async (name: string, status: 'UP' | 'DOWN', afterMs: number) => {
    await clock.sleep(afterMs)
    const server = balancer.get(name)
    if (!server || server.status === status || running.has(name) !== (status === 'UP')) return
    server.status = status
    report(name, status === 'UP' ? 'up' : 'down')
  }
  const end = async (name: string, afterMs: number, exitCode: number, signal: AbortSignal) => {
    if (!known.has(name)) throw new DockerError(`This stack has no container ${name}.`)
    if (!running.has(name)) throw new DockerError(`Docker could not end ${name}: it is not running.`)
    await clock.sleep(afterMs, signal)
    running.delete(name)
    report(name, 'die', exitCode)
    void notice(name, 'DOWN', fakeDelaysMs.noticed)
  }

  return {
    events,
    isRunning: (name) => running.has(name),
    watch: events.watch,
    services: () => [...known.values()].filter(({ name }) => running.has(name)),
    async kill(name, signal) {
      await end(name, fakeDelaysMs.killed, 137, signal)
      await clock.sleep(fakeDelaysMs.acknowledged - fakeDelaysMs.killed, signal)
    },
    stop: (name, graceMs, signal) =>
      graceMs < fakeDelaysMs.stopped
        ? end(name, graceMs, 137, signal)
        : end(name, fakeDelaysMs.stopped, 0, signal),
    nextServer: () => `web-${highest + 1}`,
    async addServer(signal) {
      highest++
      const server = fakeService(`web-${highest}`, known.size)
      known.set(server.name, server)
      await clock.sleep(fakeDelaysMs.ready, signal)
      running.add(server.name)
      report(server.name, 'start')
      return server
    },
    async removeServer(name, signal) {
      if (!known.has(name)) throw new DockerError(`This stack has no container ${name}.`)
      await clock.sleep(fakeDelaysMs.killed, signal)
      if (running.delete(name)) report(name, 'die', 137)
      report(name, 'destroy')
    },
    balancer: {
      servers: async () => [...balancer.values()].map((server) => ({ ...server })),
      async add({ name }) {
        balancer.set(name, { ...upServer(name), status: 'DOWN' })
        void notice(name, 'UP', fakeDelaysMs.ready)
      },
      async remove(name) {
        if (!balancer.delete(name)) throw new TargetError(`The balancer has no server ${name}.`)
      },
    },
  }
}

function upServer(server: string): BalancerServer {
  return { server, status: 'UP', connections: 0, requests: 0, retries: 0, redispatches: 0 }
}

function fakeService(name: string, index: number): Service {
  return {
    name,
    role: name.startsWith('web-') ? 'web' : name,
    container: `container-of-${name}`,
    address: `10.224.0.${index + 11}`,
    image: name.startsWith('web-') ? 'outlast/web' : `outlast/${name}`,
    imageId: `sha256:${name}`,
  }
}
