import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'

const pauseMs = 50

/** The web servers that run, and that the balancer does not call UP. */
export async function serversNotUp(cluster: Cluster): Promise<string[]> {
  const states = new Map((await cluster.balancer.servers()).map(({ server, status }) => [server, status]))
  return cluster
    .services()
    .filter(({ role, name }) => role === 'web' && states.get(name) !== 'UP')
    .map(({ name }) => name)
}

interface Patience {
  clock: Clock
  limitMs: number
  signal: AbortSignal
  /** Called between looks; may throw what makes further looks pointless. */
  meanwhile?(): Promise<void>
}

/** Resolves with nothing once all are UP, and with the names of those that are not when the limit has passed. */
export async function waitUntilUp(cluster: Cluster, patience: Patience): Promise<string[]> {
  const { clock, limitMs, signal, meanwhile } = patience
  const deadline = clock.now() + limitMs
  for (;;) {
    const missing = await serversNotUp(cluster)
    if (missing.length === 0 || clock.now() > deadline) return missing
    await meanwhile?.()
    await clock.sleep(pauseMs, signal)
  }
}
