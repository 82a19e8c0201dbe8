import type Docker from 'dockerode'
import { TargetError } from '../errors.ts'
import type { Hindrance, Path } from '../links.ts'
import { runInNetworkOf } from './network-tool.ts'
import { mustHaveWorked, runIn } from './run-in.ts'
import { numberOfServer } from './web-servers.ts'

const api = 'http://127.0.0.1:8474'
const ways = ['upstream', 'downstream'] as const

/** What Toxiproxy calls a hindrance, and its settings; bandwidth is in kilobytes of 1,000 bytes a second. */
function toxicOf(hindrance: Hindrance): { type: string; attributes: Record<string, number> } {
  switch (hindrance.kind) {
    case 'slow': {
      const { latencyMs, jitterMs } = hindrance
      const attributes = { latency: Math.round(latencyMs / 2), jitter: Math.round(jitterMs / 2) }
      return { type: 'latency', attributes }
    }
    case 'throttled':
      return { type: 'bandwidth', attributes: { rate: Math.round(hindrance.bytesPerSecond / 1_000) } }
    case 'reset':
      return { type: 'reset_peer', attributes: { timeout: 0 } }
    default:
      return hindrance satisfies never
  }
}

interface Request {
  method: 'POST' | 'DELETE'
  path: string
  body?: object
}

/** The proxy between the web servers and the nodes of a store, as targets/path/start.sh starts it. */
export interface Toxiproxy {
  hinder(path: Path, hindrance: Hindrance, signal: AbortSignal): Promise<void>
  free(path: Path, kind: Hindrance['kind'], signal: AbortSignal): Promise<void>
  /** A server that is about to start finds what hinders all of them. */
  admit(server: string, signal: AbortSignal): Promise<void>
}

interface Parts {
  docker: Docker
  container: string
  /** The names of the web servers that run. */
  servers(): readonly string[]
  /** The last number of a node's address. */
  hostOf(node: string): number
}

interface Placed {
  path: Path
  hindrance: Hindrance
  servers: Set<string>
}

/** Asks Toxiproxy from inside its container: it is on no port outside. */
export function connectToxiproxy({ docker, container, servers, hostOf }: Parts): Toxiproxy {
  const placed: Placed[] = []

  const request = async (requests: readonly Request[], signal: AbortSignal) => {
    signal.throwIfAborted()
    if (requests.length === 0) return
    const command = ['curl', ...requests.flatMap(argumentsOf).slice(1)]
    const codes = mustHaveWorked(command, await runIn(docker, container, command))
      .trim()
      .split('\n')
    for (const [index, { method, path }] of requests.entries()) {
      const code = codes[index] ?? 'nothing'
      // What is to go may be gone already.
      if (/^2/.test(code) || (method === 'DELETE' && code === '404')) continue
      throw new TargetError(`Toxiproxy answered ${code} to ${method} ${path}.`)
    }
  }
  const wayOf = (server: string, { node }: Path) => `${server}-${hostOf(node)}`
  const adding = ({ path, hindrance }: Placed, server: string) =>
    ways.map((stream): Request => {
      const body = { name: nameOf(hindrance.kind, stream), stream, toxicity: 1, ...toxicOf(hindrance) }
      return { method: 'POST', path: `/proxies/${wayOf(server, path)}/toxics`, body }
    })

  return {
    async hinder(path, hindrance, signal) {
      const struck = path.server === undefined ? servers() : [path.server]
      const one = { path, hindrance, servers: new Set(struck) }
      placed.push(one)
      await request(
        struck.flatMap((server) => adding(one, server)),
        signal,
      )
      if (hindrance.kind !== 'reset') return
      const ports = struck.map((server) => portOf(server, hostOf(path.node)))
      await resetConnections(docker, { container, ports, signal })
    },
    async free(path, kind, signal) {
      const index = placed.findIndex(
        (one) =>
          one.path.node === path.node && one.path.server === path.server && one.hindrance.kind === kind,
      )
      const [one] = index < 0 ? [] : placed.splice(index, 1)
      const removals = [...(one?.servers ?? [])].flatMap((server) =>
        ways.map((stream): Request => {
          const toxic = `/proxies/${wayOf(server, path)}/toxics/${nameOf(kind, stream)}`
          return { method: 'DELETE', path: toxic }
        }),
      )
      await request(removals, signal)
    },
    async admit(server, signal) {
      const forAll = placed.filter(({ path }) => path.server === undefined)
      for (const one of forAll) one.servers.add(server)
      await request(
        forAll.flatMap((one) => adding(one, server)),
        signal,
      )
    },
  }
}

const nameOf = (kind: string, stream: string) => `${kind}-${stream}`

/** One of several requests in one call of curl, which prints the status of each. */
function argumentsOf({ method, path, body }: Request): string[] {
  const output = ['--silent', '--show-error', '--output', '/dev/null', '--write-out', '%{http_code}\n']
  const data = body === undefined ? [] : ['--data', JSON.stringify(body)]
  return ['--next', ...output, '--request', method, ...data, `${api}${path}`]
}

/** As targets/path/start.sh counts. */
const portOf = (server: string, host: number) => 10_000 + 200 * (numberOfServer(server) ?? 0) + host

const listBeforeAndAfter = `
ss -tnH state established "$1"; echo --
ss -tnHK state established "$1" > /dev/null
ss -tnH state established "$1"`

/** Toxiproxy itself ends an open connection as politely as anybody; the kernel does not. */
async function resetConnections(
  docker: Docker,
  { container, ports, signal }: { container: string; ports: readonly number[]; signal: AbortSignal },
): Promise<void> {
  const filter = `( ${ports.map((port) => `sport = :${port}`).join(' or ')} )`
  const options = { container, script: listBeforeAndAfter, given: [filter], abortSignal: signal }
  const [before = '', after = ''] = (await runInNetworkOf(docker, options)).split('--\n')
  const left = peersIn(after).filter((peer) => peersIn(before).includes(peer))
  if (left.length > 0) {
    throw new TargetError(
      `The kernel would not reset ${left.length} connections; it needs INET_DIAG_DESTROY.`,
    )
  }
}

/** The last column: who is at the other end, as `10.1.2.11:43210`. */
const peersIn = (lines: string) => lines.split('\n').flatMap((line) => line.trim().split(/\s+/).at(-1) || [])
