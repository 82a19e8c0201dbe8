import type { Clock } from '../clock.ts'
import type { Balancer, BalancerServer } from '../cluster.ts'
import { TargetError } from '../errors.ts'
import type { FakeEvents } from './events.ts'

interface FakeBalancerOptions {
  clock: Clock
  events: FakeEvents
  /** The servers at the start. */
  names: readonly string[]
  /** Its own name. */
  self: string
  readyMs: number
  /** Whether a service would answer it. */
  answers(name: string): boolean
}

export interface FakeBalancer extends Balancer {
  /** Its health checks find after a while that a server answers, or does not. */
  check(name: string, afterMs: number): void
}

export function createFakeBalancer(options: FakeBalancerOptions): FakeBalancer {
  const { clock, events, self, readyMs, answers } = options
  const servers = new Map(options.names.map((name) => [name, upServer(name)]))
  const known = (name: string) => {
    if (!answers(self)) throw new TargetError(`${self} does not answer.`)
    const server = servers.get(name)
    if (!server) throw new TargetError(`The balancer has no server ${name}.`)
    return server
  }
  const check = (name: string, afterMs: number) => {
    void clock.sleep(afterMs).then(() => {
      const server = servers.get(name)
      const status = answers(name) ? 'UP' : 'DOWN'
      if (!server || !answers(self) || server.status === status || server.status === 'DRAIN') return
      server.status = status
      events.report({ service: name, action: status === 'UP' ? 'up' : 'down', unixMs: clock.now() })
    })
  }
  return {
    check,
    async servers() {
      if (!answers(self)) throw new TargetError(`${self} does not answer.`)
      return [...servers.values()].map((server) => ({ ...server }))
    },
    async add({ name }) {
      servers.set(name, { ...upServer(name), status: 'DOWN' })
      check(name, readyMs)
    },
    async drain(name) {
      known(name).status = 'DRAIN'
    },
    async remove(name) {
      known(name)
      servers.delete(name)
    },
    async reload() {
      if (!answers(self)) throw new TargetError(`${self} does not answer.`)
      events.report({ service: self, action: 'reload', unixMs: clock.now() })
    },
  }
}

function upServer(server: string): BalancerServer {
  return { server, status: 'UP', connections: 0, requests: 0, retries: 0, redispatches: 0 }
}
