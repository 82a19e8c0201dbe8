import type { Cluster, ClusterEvent, ServiceState } from '../cluster.ts'
import type { Evidence, FaultContext } from './fault.ts'
import { isMeantBy } from './named.ts'

/** What must happen may take this long before it counts as not observed: a busy machine starts a server in ten seconds. */
const limitMs = 30_000
/** What the balancer may notice, or not, is waited for no longer. */
export const noticeMs = 10_000

/** Names of what runs of a service: `web`, `store` and `balancer` stand for all that serve as one. */
export function running(cluster: Cluster, service: string): string[] {
  return cluster
    .services()
    .filter(({ name, tier }) => tier === service || isMeantBy(service, name))
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
  const patienceMs = mustBeDetected ? limitMs : noticeMs
  const noticed = detected && (await watch.find(ofVictim(detected), patienceMs, signal))
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

/** What the balancer says of a web server that is away; of anything else it says nothing. */
export function noticedDown(victim: string): { detected?: 'down' } {
  return victim.startsWith('web-') ? { detected: 'down' } : {}
}

/** Confirmed only if it also started, after what was seen of its end. */
export async function proveComeback(
  victim: string,
  evidence: Evidence,
  { watch, signal }: FaultContext,
): Promise<Evidence> {
  const { verdict, observedUnixMs = 0 } = evidence
  if (verdict !== 'confirmed') return evidence
  const isStart = ({ service, action, unixMs }: ClusterEvent) =>
    service === victim && action === 'start' && unixMs >= observedUnixMs
  const started = await watch.find(isStart, limitMs, signal)
  if (started) return { ...evidence, reason: `${evidence.reason}, and started again` }
  const reason = `${evidence.reason}, but did not start again within ${limitMs / 1_000} s`
  return { ...evidence, verdict: 'mismatch', reason }
}

interface ExpectedState {
  accept(state: ServiceState): boolean
  expected: string
  /** What the balancer's log says once it has noticed, where it can. */
  detected?: 'down'
}

/** Confirmed by how the daemon says that the container is. */
export async function proveByState(
  victim: string,
  { cluster, watch, signal }: FaultContext,
  { accept, expected, detected }: ExpectedState,
): Promise<Evidence> {
  const state = await cluster.look(victim, signal)
  if (!accept(state)) {
    return { verdict: 'mismatch', reason: `expected that ${victim} ${expected}, found ${shown(state)}` }
  }
  const isNoticed = (event: ClusterEvent) => event.service === victim && event.action === detected
  const noticed = detected && (await watch.find(isNoticed, noticeMs, signal))
  return {
    verdict: 'confirmed',
    reason: `${victim} ${expected}`,
    ...(noticed ? { detectedUnixMs: noticed.unixMs } : {}),
  }
}

function shown({ running, frozen, connected, cpus, memoryBytes }: ServiceState): string {
  const words = [running ? 'running' : 'ended', frozen && 'frozen', connected ? 'connected' : 'cut off']
  return `"${words.filter(Boolean).join(', ')}, cpus ${cpus ?? 'unlimited'}, memory ${memoryBytes ?? 'unlimited'}"`
}
