import { setTimeout } from 'node:timers/promises'
import type { BalancerServer, Service } from '../cluster.ts'
import { TargetError } from '../errors.ts'
import type { LoggedRequest } from './balancer-kind.ts'
import { type Ended, mustHaveWorked } from './run-in.ts'
import { httpPort } from './web-servers.ts'

interface ServerListOptions {
  /** Runs a command where the balancer is: it has curl, and `/balancer/servers.sh` to write its servers. */
  run(command: readonly string[]): Promise<Ended>
  servers: readonly Service[]
  /** Makes the balancer take its new configuration. */
  reload: readonly string[]
  /** How often a new server is asked whether it is ready, and the pause between. */
  patience?: { tries: number; pauseMs: number }
}

/** Started with, and not heard of yet. */
const unseen = 'UNSEEN'
/** Added, and the balancer has not said yet that it knows it. */
const registered = 'REGISTERED'
/** Told to drain, and the balancer has not said yet that it has heard. */
const leaving = 'LEAVING'
/** Keeps its users, and gets no new ones. */
const draining = 'DRAIN'
const halfAMinute = { tries: 300, pauseMs: 100 }

/**
 * The servers of a balancer that takes them from a file: what it was told, and what its log has said of them since.
 * Adding and removing writes the file anew and reloads; open requests are finished by what was replaced.
 */
export class ServerList {
  readonly #options: ServerListOptions
  readonly #servers: Map<string, BalancerServer & { address: string }>

  constructor(options: ServerListOptions) {
    this.#options = options
    this.#servers = new Map(options.servers.map((server) => [server.name, asUnseen(server)]))
  }

  /** The name of the server at `10.231.7.12:8080`. */
  nameAt(place: string): string | undefined {
    const address = place.split(':')[0]
    return [...this.#servers.values()].find((server) => server.address === address)?.server
  }

  /** True where that changes what was known. */
  mark(name: string, status: 'UP' | 'DOWN'): boolean {
    const server = this.#servers.get(name)
    if (!server || server.status === status || (status === 'UP' && isLeaving(server))) return false
    server.status = status
    return true
  }

  count({ server = '', retries, redispatched }: LoggedRequest): void {
    const counted = this.#servers.get(server)
    if (!counted) return
    counted.requests++
    counted.retries += retries
    if (redispatched) counted.redispatches++
  }

  /** As the log has it; one that no request has reached yet is asked for its health. */
  async view(): Promise<BalancerServer[]> {
    const unknown = [...this.#servers.values()].filter(({ status }) => status === unseen)
    await Promise.all(
      unknown.map(async ({ server, address }) => {
        if (await this.#isReady(address)) this.mark(server, 'UP')
      }),
    )
    return [...this.#servers.values()].map(({ address: _, ...server }) => server)
  }

  /** Ready first, then registered: a balancer without checks sends users at once. Throws a TargetError if it never is. */
  async add(server: Service): Promise<void> {
    const { tries, pauseMs } = this.#options.patience ?? halfAMinute
    for (let left = tries; !(await this.#isReady(server.address)); left--) {
      if (left === 0) throw new TargetError(`${server.name} was asked ${tries} times, and is not ready.`)
      await setTimeout(pauseMs)
    }
    this.#servers.set(server.name, { ...asUnseen(server), status: registered })
    await this.#write()
  }

  /** The balancer says that it has taken its configuration: gives the servers that are in use from now on. */
  reloaded(): string[] {
    const added = [...this.#servers.values()].filter(({ status }) => status === registered)
    for (const server of added) server.status = 'UP'
    for (const server of this.#servers.values()) if (server.status === leaving) server.status = draining
    return added.map(({ server }) => server)
  }

  /** Throws a TargetError when there is no such server. */
  async remove(name: string): Promise<void> {
    if (!this.#servers.delete(name)) throw new TargetError(`The balancer has no server ${name}.`)
    await this.#write()
  }

  /** Throws a TargetError when there is no such server. */
  async drain(name: string): Promise<void> {
    const server = this.#servers.get(name)
    if (!server) throw new TargetError(`The balancer has no server ${name}.`)
    server.status = leaving
    await this.#write()
  }

  /** The same configuration once more. */
  async reload(): Promise<void> {
    const command = this.#options.reload
    mustHaveWorked(command, await this.#options.run(command))
  }

  async #write(): Promise<void> {
    const servers = [...this.#servers.values()].map(
      (server) => `${server.server}=${server.address}${isLeaving(server) ? '=drain' : ''}`,
    )
    const command = ['/balancer/servers.sh', ...servers]
    mustHaveWorked(command, await this.#options.run(command))
    await this.reload()
  }

  async #isReady(address: string): Promise<boolean> {
    const url = `http://${address}:${httpPort}/healthz`
    const ask = ['curl', '--silent', '--fail', '--max-time', '1', '--output', '/dev/null', url]
    return (await this.#options.run(ask)).exitCode === 0
  }
}

const isLeaving = ({ status }: BalancerServer) => status === leaving || status === draining

function asUnseen({ name, address }: Service): BalancerServer & { address: string } {
  return {
    server: name,
    address,
    status: unseen,
    connections: null,
    requests: 0,
    retries: 0,
    redispatches: 0,
  }
}
