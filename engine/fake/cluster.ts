import type { Clock } from '../clock.ts'
import type { Cluster, ClusterEvent, Service, ServiceState } from '../cluster.ts'
import { DockerError, TargetError } from '../errors.ts'
import { createFakeBalancer } from './balancer.ts'
import { createFakeEvents, type FakeEvents } from './events.ts'
import { createFakeLinks } from './links.ts'

/** When things happen after a call, in milliseconds: about what was measured on Docker. */
export const fakeDelaysMs = { killed: 30, acknowledged: 90, stopped: 60, noticed: 1_000, ready: 400 } as const

/** What a service may use unless a fault says less. */
const unlimited = { cpus: null, memoryBytes: 512 * 2 ** 20 }

export interface FakeCluster extends Cluster {
  readonly events: FakeEvents
  isRunning(name: string): boolean
}

interface FakeClusterOptions {
  clock: Clock
  servers: number
  /** Services beside the web servers: the balancer first, and stores. */
  others: readonly string[]
}

type State = Omit<ServiceState, 'container'>

/** A stack that exists only in memory; every event has an exact instant. */
export function createFakeCluster({ clock, servers, others }: FakeClusterOptions): FakeCluster {
  const names = Array.from({ length: servers }, (_, index) => `web-${index + 1}`)
  const self = others[0] ?? 'balancer'
  const known = new Map([...names, ...others].map((name, index) => [name, fakeService(name, index, self)]))
  const states = new Map<string, State>([...known.keys()].map((name) => [name, fresh()]))
  const events = createFakeEvents(clock)
  let highest = servers
  let containers = known.size
  /** Of the servers to come, and of those that started after one was replaced with another environment. */
  let environment: Readonly<Record<string, string>> = {}
  const environments = new Map<string, Readonly<Record<string, string>>>()

  const answers = (name: string) => {
    const state = states.get(name)
    // Where no balancer is among the services, there is one that always answers.
    if (!state) return name === self
    return state.running && !state.frozen && state.connected && !links.isCutBetween({ from: self, to: name })
  }
  const links = createFakeLinks({
    clock,
    isRunning: (name) => stateOf(name).running,
    changed({ from, to }) {
      for (const name of [from, to]) balancer.check(name, fakeDelaysMs.noticed)
    },
  })
  const balancer = createFakeBalancer({ clock, events, names, self, readyMs: fakeDelaysMs.ready, answers })

  const report = (service: string, action: ClusterEvent['action'], exitCode?: number) =>
    events.report({ service, action, unixMs: clock.now(), ...(exitCode === undefined ? {} : { exitCode }) })
  const stateOf = (name: string) => {
    const state = states.get(name)
    if (!state) throw new DockerError(`This stack has no container ${name}.`)
    return state
  }
  const runningOne = (name: string, what: string) => {
    const state = stateOf(name)
    if (!state.running) throw new DockerError(`Docker could not ${what} ${name}: it is not running.`)
    return state
  }
  const change = async (
    name: string,
    {
      what,
      signal,
      to,
      says,
    }: { what: string; signal: AbortSignal; to: Partial<State>; says?: ClusterEvent['action'] },
  ) => {
    const state = runningOne(name, what)
    await clock.sleep(1, signal)
    Object.assign(state, to)
    if (says) report(name, says)
    balancer.check(name, fakeDelaysMs.noticed)
  }
  const end = async (name: string, afterMs: number, exitCode: number, signal: AbortSignal) => {
    const state = runningOne(name, 'end')
    await clock.sleep(afterMs, signal)
    state.running = false
    report(name, 'die', exitCode)
    balancer.check(name, fakeDelaysMs.noticed)
  }
  const stop = (name: string, graceMs: number, signal: AbortSignal) =>
    graceMs < fakeDelaysMs.stopped
      ? end(name, graceMs, 137, signal)
      : end(name, fakeDelaysMs.stopped, 0, signal)
  const start = async (name: string, signal?: AbortSignal) => {
    await clock.sleep(fakeDelaysMs.ready, signal)
    states.set(name, fresh())
    report(name, 'start')
    balancer.check(name, fakeDelaysMs.ready)
  }
  const remove = async (name: string, signal: AbortSignal) => {
    const state = stateOf(name)
    await clock.sleep(fakeDelaysMs.killed, signal)
    if (state.running) report(name, 'die', 137)
    states.delete(name)
    report(name, 'destroy')
  }

  return {
    events,
    balancer,
    links,
    isRunning: (name) => states.get(name)?.running === true,
    watch: events.watch,
    services: () => [...known.values()].filter(({ name }) => states.get(name)?.running),
    stop,
    async kill(name, signal) {
      await end(name, fakeDelaysMs.killed, 137, signal)
      await clock.sleep(fakeDelaysMs.acknowledged - fakeDelaysMs.killed, signal)
    },
    async restart(name, graceMs, signal) {
      await stop(name, graceMs, signal)
      await start(name, signal)
    },
    async crash(name, { restarts }, signal) {
      await end(name, fakeDelaysMs.killed, 137, signal)
      if (restarts) void start(name)
    },
    freeze: (name, signal) => change(name, { what: 'pause', signal, to: { frozen: true }, says: 'pause' }),
    thaw: (name, signal) => change(name, { what: 'unpause', signal, to: { frozen: false }, says: 'unpause' }),
    disconnect: (name, signal) => change(name, { what: 'disconnect', signal, to: { connected: false } }),
    reconnect: (name, signal) => change(name, { what: 'connect', signal, to: { connected: true } }),
    limit: (name, limits, signal) => change(name, { what: 'limit', signal, to: limits, says: 'update' }),
    unlimit: (name, signal) => change(name, { what: 'limit', signal, to: unlimited, says: 'update' }),
    look: async (name) => ({ ...stateOf(name), container: known.get(name)?.container ?? '' }),
    async run(name, command, signal) {
      runningOne(name, 'run a command in')
      signal.throwIfAborted()
      const [program, variable = ''] = command
      const value = environments.get(name)?.[variable]
      if (program === 'printenv' && value !== undefined) return `${value}\n`
      if (program === 'echo') return `${command.slice(1).join(' ')}\n`
      throw new TargetError(`"${command.join(' ')}" failed in ${name}: it knows echo and printenv only.`)
    },

    nextServer: () => `web-${highest + 1}`,
    async addServer(signal) {
      highest++
      const server = fakeService(`web-${highest}`, containers++, self)
      known.set(server.name, server)
      environments.set(server.name, environment)
      await start(server.name, signal)
      return server
    },
    async replaceServer(name, { graceMs, environment: said }, signal) {
      await stop(name, graceMs, signal)
      await remove(name, signal)
      environment = { ...environment, ...said }
      environments.set(name, environment)
      const { address = '' } = known.get(name) ?? {}
      const container = `container-${containers++}-of-${name}`
      const server = { ...fakeService(name, 0, self), address, container }
      known.set(name, server)
      await start(name, signal)
      return server
    },
    removeServer: remove,
  }
}

const fresh = (): State => ({ running: true, frozen: false, connected: true, ...unlimited })

function fakeService(name: string, index: number, balancer: string): Service {
  const isWeb = name.startsWith('web-')
  return {
    name,
    role: isWeb ? 'web' : name,
    tier: isWeb ? 'web' : name === balancer ? 'balancer' : 'store',
    container: `container-of-${name}`,
    address: `10.224.0.${index + 11}`,
    image: isWeb ? 'outlast/web' : `outlast/${name}`,
    imageId: `sha256:${name}`,
  }
}
