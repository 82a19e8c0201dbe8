import type { Balancer, Cluster } from '../cluster.ts'
import type { AutoscalerDescription } from '../journal/descriptions.ts'
import type { RunningStack } from '../platform.ts'
import type { Sight } from './recommend.ts'
import { type Reading, ratesBetween, requestsOf } from './signal.ts'

type Signal = AutoscalerDescription['signal']

/** The servers at one instant, and the counters that the next look is compared with. */
export interface Look {
  reading: Reading
  /** Those that the balancer has, and that run, without those that it drains. */
  servers: string[]
  /** Those of them that the balancer calls up. */
  ready: string[]
}

type Watched = Pick<RunningStack, 'usage'> & {
  cluster: Pick<Cluster, 'services' | 'look'> & { balancer: Pick<Balancer, 'servers'> }
}

/** Looks at the balancer and, where the signal asks for it, at what each container has used. */
export async function look(
  { cluster, usage }: Watched,
  { signal, nowMs, abort }: { signal: Signal; nowMs(): number; abort: AbortSignal },
): Promise<Look> {
  const view = await cluster.balancer.servers()
  const requests = requestsOf(view, nowMs())
  const reading = signal === 'cpu' ? cpuOf(requests, await usage(abort), nowMs()) : requests
  const running = new Set(cluster.services().map(({ name }) => name))
  const servers = view
    .filter(({ server, status }) => running.has(server) && !/^(DRAIN|MAINT)/.test(status))
    .map(({ server }) => server)
  return { reading, servers, ready: servers.filter((name) => requests.counters.has(name)) }
}

/** CPU seconds so far of the servers that are up. */
function cpuOf(
  { counters }: Reading,
  { services }: Awaited<ReturnType<RunningStack['usage']>>,
  atMs: number,
): Reading {
  const up = services.filter(({ service }) => counters.has(service))
  return { atMs, counters: new Map(up.map(({ service, cpuSeconds }) => [service, cpuSeconds])) }
}

interface SightOptions {
  signal: Signal
  /** Those that are being added, whether or not the balancer has them by now. */
  starting: ReadonlySet<string>
  cluster: Watched['cluster']
  abort: AbortSignal
}

/** The servers now, and the signal of each ready one since the look before. */
export async function sightBetween(before: Look, now: Look, options: SightOptions): Promise<Sight> {
  const { signal, starting, cluster, abort } = options
  const rates = ratesBetween(before.reading, now.reading)
  const values = await Promise.all(
    now.ready.map(async (name) => {
      const rate = rates.get(name)
      if (rate === undefined || signal === 'requestsPerServer') return rate
      const { cpus } = await cluster.look(name, abort)
      return cpus === null ? undefined : rate / cpus
    }),
  )
  return {
    servers: new Set([...now.servers, ...starting]).size,
    values: values.filter((value) => value !== undefined),
  }
}
