/**
 * What a fault can do to a running stack, and what can be seen of it. The engine's faults speak to this interface
 * only; `engine/docker/` implements it for Docker.
 */
export interface Cluster {
  /** What is running now, web servers and stores alike. */
  services(): readonly Service[]
  /** Sends SIGKILL. */
  kill(service: string, signal: AbortSignal): Promise<void>
  /** Sends SIGTERM, and SIGKILL after the grace. The balancer is not told. */
  stop(service: string, graceMs: number, signal: AbortSignal): Promise<void>
  /** The name that the next added server will have; never one that was used before in this stack. */
  nextServer(): string
  /** Starts one more web server, under `nextServer()` and an address never used before. */
  addServer(signal: AbortSignal): Promise<Service>
  /** Removes the container of a server, however it is. */
  removeServer(service: string, signal: AbortSignal): Promise<void>
  readonly balancer: Balancer
  /** Begins to record what the daemon and the balancer report. */
  watch(): EventWatch
}

/** Events from the moment it was made. */
export interface EventWatch extends Disposable {
  /** The first event that matches, past or future; undefined when none came within the limit. */
  find(
    matches: (event: ClusterEvent) => boolean,
    limitMs: number,
    signal: AbortSignal,
  ): Promise<ClusterEvent | undefined>
}

export interface Service {
  /** The one word for it everywhere: `web-2`. */
  name: string
  /** `web` for a web server, else the name of the compose service. */
  role: string
  container: string
  address: string
  image: string
  imageId: string
}

export interface ClusterEvent {
  service: string
  action: 'start' | 'die' | 'destroy' | 'oom' | 'pause' | 'unpause' | 'up' | 'down'
  /** The instant on the daemon's clock. `up` and `down` are the balancer's words in its log. */
  unixMs: number
  exitCode?: number
  detail?: string
}

/** The load balancer, through its run-time interface. */
export interface Balancer {
  /** Its own view of the servers it knows. */
  servers(): Promise<BalancerServer[]>
  /** Registers a server; it gets traffic once its first health check has passed. */
  add(server: Service): Promise<void>
  /** Takes a server out at once: no new requests, open ones are cut, its users go elsewhere. */
  remove(server: string): Promise<void>
}

export interface BalancerServer {
  server: string
  /** UP, DOWN, MAINT, DRAIN, as the balancer says it. */
  status: string
  /** Open ones; null where the balancer does not tell. */
  connections: number | null
  requests: number
  retries: number
  redispatches: number
}
