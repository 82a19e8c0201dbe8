import type { Links } from './links.ts'

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
  /** Suspends every process of it, as they are. */
  freeze(service: string, signal: AbortSignal): Promise<void>
  thaw(service: string, signal: AbortSignal): Promise<void>
  /** Sends SIGTERM, SIGKILL after the grace, and starts it again: the same container, name and address. */
  restart(service: string, graceMs: number, signal: AbortSignal): Promise<void>
  /** Its processes die inside, by SIGKILL, so that a restart policy acts: it has one from now on if it `restarts`. */
  crash(service: string, options: { restarts: boolean }, signal: AbortSignal): Promise<void>
  /** Takes it off the stack's network: who sends to its address hears nothing. */
  disconnect(service: string, signal: AbortSignal): Promise<void>
  /** Puts it back, at the address that it had. */
  reconnect(service: string, signal: AbortSignal): Promise<void>
  /** Lowers what it may use; what is not named stays. */
  limit(service: string, limits: Partial<Limits>, signal: AbortSignal): Promise<void>
  /** It may use again what it might at the start. */
  unlimit(service: string, signal: AbortSignal): Promise<void>
  /** How it is, as it is known outside of it. */
  look(service: string, signal: AbortSignal): Promise<ServiceState>
  /** Runs a command in it to its end, and gives what that said. Throws a TargetError where the command fails. */
  run(service: string, command: readonly string[], signal: AbortSignal): Promise<string>
  /** The name that the next added server will have; never one that was used before in this stack. */
  nextServer(): string
  /** Starts one more web server, under `nextServer()` and an address never used before. */
  addServer(signal: AbortSignal): Promise<Service>
  /** Ends a web server as `stop` does, and starts a new one under its name and address; the balancer is not told. */
  replaceServer(service: string, how: Replacement, signal: AbortSignal): Promise<Service>
  /** Removes the container of a server, however it is. */
  removeServer(service: string, signal: AbortSignal): Promise<void>
  readonly balancer: Balancer
  readonly links: Links
  /** Begins to record what the daemon and the balancer report. */
  watch(): EventWatch
}

export interface Replacement {
  /** How long the old server has to end by itself. */
  graceMs: number
  /** Variables that the new server has another value of, and so has every server that starts after it. */
  environment?: Readonly<Record<string, string>> | undefined
}

/** Events from the moment it was made. */
export interface EventWatch extends Disposable {
  /** Those so far, in the order in which they were heard of. */
  readonly events: readonly ClusterEvent[]
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
  /** What it is to the stack. A Sentinel that only watches a store is `other`. */
  tier: Tier
  container: string
  address: string
  image: string
  imageId: string
}

export type Tier = 'web' | 'balancer' | 'store' | 'other'

/** What a container may use at most; null where nothing limits it. */
export interface Limits {
  cpus: number | null
  memoryBytes: number | null
}

export interface ServiceState extends Limits {
  /** Its identity changes when it is replaced. */
  container: string
  running: boolean
  frozen: boolean
  /** To the stack's network. */
  connected: boolean
}

export interface ClusterEvent {
  service: string
  action:
    | 'start'
    | 'die'
    | 'destroy'
    | 'oom'
    | 'pause'
    | 'unpause'
    | 'update'
    /** The balancer's words in its log: a server is up or down, its configuration was taken. */
    | 'up'
    | 'down'
    | 'reload'
  /** The instant on the daemon's clock. */
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
  /** Sends no new users to a server, but still those who belong there. Throws a TargetError where it can't. */
  drain(server: string): Promise<void>
  /** Takes its configuration anew, without an end to open requests. Throws a TargetError where it can't. */
  reload(): Promise<void>
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
