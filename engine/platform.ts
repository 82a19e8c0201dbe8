import type { TrafficPlan } from '../traffic/plan.ts'
import type { Cluster, Service } from './cluster.ts'
import type { TargetDescription } from './journal/descriptions.ts'
import type { NewRecord } from './journal/records.ts'
import type { StackSettings } from './journal/stack-settings.ts'
import type { TrafficRecord } from './journal/traffic-records.ts'

/** A record that the journal takes as it is, without its `at`. */
export type NewRecordOf<Type extends NewRecord['type']> = Extract<NewRecord, { type: Type }>

/**
 * What an experiment runs on: `engine/docker/platform.ts` for Docker, `engine/fake/platform.ts` for tests. While it
 * is open, everything started through it is removed within seconds when this process dies. Disposing of it ends
 * that lease.
 */
export interface Platform extends AsyncDisposable {
  /** What a trial runs on. Throws a DockerError when the daemon does not answer. */
  describe(signal: AbortSignal): Promise<NewRecordOf<'environment'>>
  /** The daemon's clock against ours. */
  compareClocks(signal: AbortSignal): Promise<NewRecordOf<'clock'>>
  /**
   * Starts a target and waits until the balancer calls every server UP. What it started before it failed or
   * `signal` was aborted is removed again.
   */
  startStack(options: StartStackOptions): Promise<RunningStack>
}

export interface StartStackOptions {
  /** `b1-stateless-redis-kill-server`. */
  trial: string
  target: TargetDescription
  /** Web servers at the start. */
  servers: number
  /** What the scenario changes of it. */
  settings?: StackSettings
  /** The web servers reach the store by a path that faults can hinder. */
  path?: boolean
  signal: AbortSignal
}

/**
 * A target that runs and is ready. Disposing of it removes everything of the trial, the traffic included, checks
 * that it is gone, and throws a DockerError that names what is not.
 */
export interface RunningStack extends AsyncDisposable {
  readonly project: string
  readonly subnet: string
  readonly services: readonly Service[]
  /** `haproxy` → `3.2.26`. */
  readonly versions: Readonly<Record<string, string>>
  /** The balancer's failure policy, as declared. */
  readonly policy: Readonly<Record<string, string>>
  readonly cluster: Cluster
  /** Where users send, as the generator reaches it. */
  readonly url: string
  /** The same for users with addresses of their own: the balancer expects the PROXY protocol there. */
  readonly proxyUrl: string
  /** A web server itself, as the generator reaches it; also one that a fault will add. */
  serverUrl(name: string): string
  /** Resolves when every server that should run is up in the balancer's view, and the store answers. */
  untilHealthy(limitMs: number, signal: AbortSignal): Promise<void>
  /** What the balancer has logged of its requests since it was last asked. */
  requestLog(): NewRecordOf<'requestLog'>
  /** CPU and memory now, by service. */
  usage(signal: AbortSignal): Promise<NewRecordOf<'usage'>>
  /** The share of the host's memory that is available now; null where it can't be seen. */
  hostMemory(): number | null
  startTraffic(plan: TrafficPlan, signal: AbortSignal): Promise<Traffic>
}

/** The generator at work. Disposing of it ends it at once, without a census. */
export interface Traffic extends AsyncDisposable {
  /**
   * What it writes, in order; may be read once. Ends when the generator has left by itself; throws a TrafficError
   * with its last words when it failed.
   */
  readonly records: AsyncIterable<TrafficRecord>
  /** Ends the load; when it is drained already, begins the final census. */
  proceed(): Promise<void>
  /** Begins a census as found. */
  censusAsFound(): Promise<void>
  /**
   * Says, before the final census, that what the sessions need will not come back: where not one of them can be
   * read, the census ends when each was asked for.
   */
  tellGoneForGood(): Promise<void>
}
