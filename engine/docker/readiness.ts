import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'

const pauseMs = 50

/** Those of the servers, of the running web servers unless told otherwise, that the balancer does not call UP. */
export async function serversNotUp(cluster: Cluster, servers?: readonly string[]): Promise<string[]> {
  const states = new Map((await cluster.balancer.servers()).map(({ server, status }) => [server, status]))
  return (servers ?? runningServers(cluster)).filter((name) => states.get(name) !== 'UP')
}

function runningServers(cluster: Cluster): string[] {
  return cluster
    .services()
    .filter(({ role }) => role === 'web')
    .map(({ name }) => name)
}

interface Patience {
  clock: Clock
  limitMs: number
  signal: AbortSignal
  /** Who has to be UP; whoever runs, unless told otherwise. */
  servers?: readonly string[]
  /** Called between looks; may throw what makes further looks pointless. */
  meanwhile?(): Promise<void>
}

/** Resolves with nothing once all are UP, and with the names of those that are not when the limit has passed. */
export async function waitUntilUp(cluster: Cluster, patience: Patience): Promise<string[]> {
  const { clock, limitMs, signal, servers, meanwhile } = patience
  const deadline = clock.now() + limitMs
  for (;;) {
    const missing = await serversNotUp(cluster, servers)
    if (missing.length === 0 || clock.now() > deadline) return missing
    await meanwhile?.()
    await clock.sleep(pauseMs, signal)
  }
}
