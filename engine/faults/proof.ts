import type { Cluster, ClusterEvent } from '../cluster.ts'
import type { Evidence, FaultContext } from './fault.ts'

/** The daemon and the balancer are asked for this long before a fault counts as not observed. */
const limitMs = 10_000

/** Names of what runs of a service: `web` stands for all web servers. */
export function running(cluster: Cluster, service: string): string[] {
  return cluster
    .services()
    .filter(({ name, role }) => name === service || role === service)
    .map(({ name }) => name)
    .sort()
}

interface ExpectedEvent {
  action: ClusterEvent['action']
  /** Whether the event is what the fault should have caused. */
  accept(event: ClusterEvent): boolean
  /** `ends with exit code 137`, for the verdict. */
  expected: string
  /** What the balancer's log says once it has noticed; absent where it was told. */
  detected?: 'up' | 'down'
  /** Without the balancer's word it is a mismatch. */
  mustBeDetected?: boolean
}

/** Confirmed by the daemon's own event on that container; a different end of it is a mismatch. */
export async function proveByEvent(
  victim: string,
  { watch, signal }: FaultContext,
  { action, accept, expected, detected, mustBeDetected }: ExpectedEvent,
): Promise<Evidence> {
  const ofVictim = (name: ClusterEvent['action']) => (event: ClusterEvent) =>
    event.service === victim && event.action === name
  const event = await watch.find(ofVictim(action), limitMs, signal)
  if (!event) {
    return { verdict: 'mismatch', reason: `no "${action}" of ${victim} within ${limitMs / 1_000} s` }
  }
  const noticed = detected && (await watch.find(ofVictim(detected), limitMs, signal))
  const instants = {
    observedUnixMs: event.unixMs,
    ...(noticed ? { detectedUnixMs: noticed.unixMs } : {}),
  }
  if (mustBeDetected && !noticed) {
    return { verdict: 'mismatch', reason: `the balancer never called ${victim} ${detected}`, ...instants }
  }
  if (accept(event)) return { verdict: 'confirmed', reason: `${victim} ${expected}`, ...instants }
  const saw = event.exitCode === undefined ? action : `${action} with exit code ${event.exitCode}`
  return { verdict: 'mismatch', reason: `expected that ${victim} ${expected}, saw "${saw}"`, ...instants }
}
