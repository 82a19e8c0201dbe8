import type { Balancer, ClusterEvent } from '../cluster.ts'
import type { ConnectedBalancer } from './balancer-kind.ts'

/** A balancer that can be asked again after it was restarted, for as long as it runs. */
export interface SteadyBalancer extends Balancer, AsyncDisposable {
  /** As it was at the start. */
  readonly version: string
  /** Takes what the daemon reports: a balancer that has started again is connected to anew. */
  observe(event: ClusterEvent): void
}

/** Connects to the balancer of that name. `connect` is told since when to listen to what it says. */
export async function keepConnected(
  name: string,
  connect: (sinceUnixMs: number) => Promise<ConnectedBalancer>,
): Promise<SteadyBalancer> {
  const first = await connect(0)
  let current = Promise.resolve(first)
  const leave = async (left: Promise<ConnectedBalancer>) => {
    const connection = await left.catch(() => undefined)
    await connection?.[Symbol.asyncDispose]()
  }
  return {
    version: first.version,
    observe({ service, action, unixMs }) {
      if (service !== name || action !== 'start') return
      const before = current
      current = leave(before).then(() => connect(unixMs))
      // Who asks next is told why it can't be reached.
      current.catch(() => {})
    },
    servers: async () => (await current).servers(),
    add: async (server) => (await current).add(server),
    drain: async (server) => (await current).drain(server),
    remove: async (server) => (await current).remove(server),
    reload: async () => (await current).reload(),
    [Symbol.asyncDispose]: () => leave(current),
  }
}
