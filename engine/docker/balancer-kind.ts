import type Docker from 'dockerode'
import type { Balancer, ClusterEvent, Service } from '../cluster.ts'

/** A kind of load balancer: one file in `balancers/`, named like its service in docker-compose.yml. */
export interface BalancerKind {
  /**
   * Opens the run-time interface of one that has just started, and begins to report what it says of its servers.
   * Throws a TargetError when it gives no answer.
   */
  connect(place: BalancerPlace): Promise<ConnectedBalancer>
  /** How it treats failures, as its configuration declares it: `timeout connect` → `300ms`. */
  failurePolicy(): Promise<Record<string, string>>
}

export interface BalancerPlace {
  docker: Docker
  /** The container that it runs in. */
  container: string
  /** When that was last started, on the daemon's clock; 0 where it was started once only. */
  sinceUnixMs: number
  /** The web servers that it was started with. */
  servers: readonly Service[]
  /** Takes `up` and `down` of a server; instants are the daemon's clock. */
  report(event: ClusterEvent): void
  /** Takes each line that the balancer logs of a request. */
  logged(request: LoggedRequest): void
}

/** What a balancer says of one request. */
export interface LoggedRequest {
  /** Who answered; undefined where nobody did. */
  server: string | undefined
  /** What became of affinity, in the balancer's own word: HAProxy's termination state with its cookie flags, say. */
  word: string
  retries: number
  /** Another server was asked than the one that affinity named. */
  redispatched: boolean
}

/** Disposing of it stops to follow the balancer, which runs on. */
export interface ConnectedBalancer extends Balancer, AsyncDisposable {
  /** `3.2.26` */
  readonly version: string
}

/** Throws a TypeError for a name that the catalogue would have refused. */
export async function loadBalancer(name: string): Promise<BalancerKind> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const module = await import(new URL(`./balancers/${name}.${extension}`, import.meta.url).href)
  if (!module.balancer) throw new TypeError(`engine/docker/balancers/${name}.ts exports no "balancer".`)
  return module.balancer
}
