import type Docker from 'dockerode'
import type { Service } from '../cluster.ts'
import { DockerError, TargetError } from '../errors.ts'
import type { Answer, Link, Links } from '../links.ts'
import { runInNetworkOf } from './network-tool.ts'
import { mustHaveWorked, runIn } from './run-in.ts'
import { connectToxiproxy, type Toxiproxy } from './toxiproxy.ts'

/** Nobody has it: what is sent there goes nowhere. */
const nobody = '02:00:00:00:00:01'

const cutScript = `
device=$(ip -oneline route get "$1" | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p')
ip neigh replace "$1" lladdr ${nobody} dev "$device" nud permanent`

const joinScript = 'ip neigh flush to "$1" nud permanent'

/** A port on which nobody listens: the kernel counts what comes there. */
const port = 9
const datagrams = 3
const send = `for i in $(seq ${datagrams}); do echo outlast > "/dev/udp/$1/${port}"; done`
/** With one datagram that surely arrives: so the count is known to count. */
const count = `echo outlast > /dev/udp/127.0.0.1/${port}; grep '^Udp:' /proc/net/snmp`

interface Parts {
  docker: Docker
  /** Throws a DockerError where there is none of that name. */
  serviceOf(name: string): Service
  running(): readonly Service[]
  /** The container between the web servers and the store, where the stack has it, with the port of each node. */
  path?: { container: string; ports: ReadonlyMap<number, number> } | undefined
}

/** The links of a stack, with what a server that is added must be told. */
export interface DockerLinks extends Links, Pick<Toxiproxy, 'admit'> {}

/** Links are cut in the kernel's table of neighbours, in the network of the one who sends; paths lie in Toxiproxy. */
export function createLinks({ docker, serviceOf, running, path }: Parts): DockerLinks {
  const cuts: Link[] = []
  const hostOf = (name: string) => Number(serviceOf(name).address.split('.')[3])
  const proxy =
    path &&
    connectToxiproxy({
      docker,
      container: path.container,
      hostOf,
      servers: () => running().flatMap(({ name, tier }) => (tier === 'web' ? name : [])),
    })
  const needProxy = () => {
    if (proxy) return proxy
    throw new DockerError('This stack has no proxy between its web servers and its store.')
  }
  const bash = async (name: string, script: string, ...given: string[]) => {
    const command = ['bash', '-c', script, 'bash', ...given]
    return mustHaveWorked(command, await runIn(docker, serviceOf(name).container, command))
  }

  return {
    async cut({ from, to }, abortSignal) {
      const { container } = serviceOf(from)
      const given = [serviceOf(to).address]
      cuts.push({ from, to })
      await runInNetworkOf(docker, { container, script: cutScript, given, abortSignal })
    },
    async join({ from, to }, abortSignal) {
      const { container } = serviceOf(from)
      const given = [serviceOf(to).address]
      // The network of one that has ended went with it.
      if (running().some(({ name }) => name === from)) {
        await runInNetworkOf(docker, { container, script: joinScript, given, abortSignal })
      }
      const index = cuts.findIndex((one) => one.from === from && one.to === to)
      if (index >= 0) cuts.splice(index, 1)
    },
    cuts: () => [...cuts],
    async arrives({ from, to }, signal) {
      signal.throwIfAborted()
      const before = unheardIn(await bash(to, count))
      await bash(from, send, serviceOf(to).address)
      const arrived = unheardIn(await bash(to, count)) - before - 1
      if (arrived < 0) throw new TargetError(`The kernel does not count the datagrams that reach ${to}.`)
      return arrived > 0
    },

    hinder: async (where, hindrance, signal) => needProxy().hinder(where, hindrance, signal),
    free: async (where, kind, signal) => needProxy().free(where, kind, signal),
    async admit(server, signal) {
      await proxy?.admit(server, signal)
    },
    async ask({ from, to }, { by, bytes = 0 }, signal) {
      signal.throwIfAborted()
      const { container } = serviceOf(from)
      const node = `${serviceOf(to).address}:${path?.ports.get(hostOf(to))}`
      const way = by === 'path' ? 'byPath' : 'straight'
      const command = ['node', 'targets/web/ask-store.ts', node, way, String(bytes)]
      return answerIn(mustHaveWorked(command, await runIn(docker, container, command)))
    },
  }
}

/** Datagrams that came where nobody listens: the second column of the line with the numbers, `Udp: 12 3 …`. */
function unheardIn(lines: string): number {
  return Number(/^Udp: \d+ (\d+)/m.exec(lines)?.[1])
}

function answerIn(output: string): Answer {
  const said: Partial<{ ms: number; error: string }> = JSON.parse(output)
  return said.ms === undefined ? { error: said.error ?? output } : { ms: said.ms }
}

/** Which port each node of a store has, by the last number of its address: as NODES says it, `101:6379 102:5432`. */
export function portsIn(environment: readonly string[]): Map<number, number> {
  const nodes = environment.find((variable) => variable.startsWith('NODES='))?.slice('NODES='.length) ?? ''
  return new Map([...nodes.matchAll(/(\d+):(\d+)/g)].map(([, host, port]) => [Number(host), Number(port)]))
}
