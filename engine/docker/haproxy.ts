import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import type Docker from 'dockerode'
import type { Balancer, BalancerServer, ClusterEvent } from '../cluster.ts'
import { TargetError } from '../errors.ts'
import { parseInstant } from './daemon.ts'
import { readLines } from './lines.ts'

const configuration = new URL('../../targets/balancers/haproxy/haproxy.cfg', import.meta.url)
const socket = '/sockets/admin.sock'
const backend = 'web'

/** HAProxy through its runtime API, over one long-lived `socat` in its container. */
export interface HaproxyRuntime extends Balancer, AsyncDisposable {
  version(): Promise<string>
}

/** Opens the runtime API. Throws a TargetError when the container gives no answer. */
export async function connectToHaproxy(docker: Docker, container: string): Promise<HaproxyRuntime> {
  const exec = await docker.getContainer(container).exec({
    Cmd: ['socat', '-t', '86400', 'stdio', socket],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  })
  const stream = await exec.start({ hijack: true, stdin: true })
  const conversation = converse(docker, stream)
  await conversation.ask('prompt')
  const ask = async (command: string) => conversation.ask(command)
  const tell = async (command: string, expected: RegExp) => {
    const answer = (await ask(command)).trim()
    if (!expected.test(answer)) throw new TargetError(`HAProxy refused "${command}": ${answer}`)
  }
  return {
    servers: async () => parseStatistics(await ask(`show stat ${backend} 4 -1`)),
    async version() {
      return /^Version: (\S+?)(-\d.*)?$/m.exec(await ask('show info'))?.[1] ?? 'unknown'
    },
    async add({ name, address }) {
      const id = Number(name.replace(/^\D+/, ''))
      await tell(
        `add server ${backend}/${name} ${address}:8080 ${serverOptions()} cookie ${name} id ${id}`,
        /^New server registered/,
      )
      await tell(`enable health ${backend}/${name}`, /^$/)
      await tell(`enable server ${backend}/${name}`, /^$/)
    },
    async remove(name) {
      await tell(`set server ${backend}/${name} state maint`, /^$/)
      await tell(`shutdown sessions server ${backend}/${name}`, /^$/)
      await ask(`wait 2s srv-removable ${backend}/${name}`)
      await tell(`del server ${backend}/${name}`, /^Server deleted/)
    },
    async [Symbol.asyncDispose]() {
      stream.end()
    },
  }
}

/** One question at a time; in prompt mode every answer ends with an empty line and a prompt. */
function converse(docker: Docker, stream: NodeJS.ReadWriteStream) {
  const output = new PassThrough()
  docker.modem.demuxStream(stream, output, new PassThrough().resume())
  stream.once('end', () => output.end())
  let answer = ''
  let waiting: { resolve(text: string): void; reject(error: Error): void } | undefined
  let last: Promise<unknown> = Promise.resolve()
  output.setEncoding('utf8').on('data', (text: string) => {
    answer += text
    if (!answer.endsWith('\n> ')) return
    waiting?.resolve(answer.slice(0, -2))
    answer = ''
  })
  output.once('end', () => waiting?.reject(new TargetError('HAProxy closed its runtime API.')))
  const askNow = (command: string) =>
    new Promise<string>((resolve, reject) => {
      if (output.readableEnded) return reject(new TargetError('HAProxy closed its runtime API.'))
      waiting = { resolve, reject }
      stream.write(`${command}\n`)
    })
  return {
    ask(command: string): Promise<string> {
      const result = last.then(() => askNow(command))
      last = result.catch(() => {})
      return result
    },
  }
}

/** The CSV of `show stat`, servers only. */
export function parseStatistics(csv: string): BalancerServer[] {
  const [header = '', ...lines] = csv.trim().split('\n')
  const names = header.replace(/^# /, '').split(',')
  return lines.filter(Boolean).map((line) => {
    const fields = line.split(',')
    const field = (name: string) => fields[names.indexOf(name)] ?? ''
    return {
      server: field('svname'),
      status: field('status').split(' ')[0] ?? '',
      connections: Number(field('scur')),
      requests: Number(field('req_tot') || field('stot')),
      retries: Number(field('wretr')),
      redispatches: Number(field('wredis')),
    }
  })
}

/** Calls back when HAProxy's own log says that a server went up or down; instants are the daemon's clock. */
export async function followHaproxyLog(
  docker: Docker,
  container: string,
  listener: (event: ClusterEvent) => void,
): Promise<void> {
  const stream = await docker.getContainer(container).logs({ follow: true, stdout: true, timestamps: true })
  void readLines(docker, stream, {
    stdout(line) {
      const event = parseLogLine(line)
      if (event) listener(event)
    },
  })
}

/** `2026-01-31T10:15:00.123456789Z Server web/web-2 is DOWN, reason: …` */
export function parseLogLine(line: string): ClusterEvent | undefined {
  const match = /^(\S+) Server web\/(\S+) is (UP|DOWN)\b(?:.*?reason: ([^.]*))?/.exec(line)
  const [, instant = '', service = '', state, detail = ''] = match ?? []
  if (!state) return undefined
  return { service, action: state === 'UP' ? 'up' : 'down', unixMs: parseInstant(instant), detail }
}

/** How HAProxy treats failures, as its configuration declares it: `timeout connect` → `300ms`. */
export function failurePolicy(): Record<string, string> {
  const lines = readFileSync(configuration, 'utf8').split('\n')
  const policy: Record<string, string> = {}
  for (const line of lines) {
    const match = /^ {4}(timeout \S+|retries|option redispatch|http-reuse|balance|default-server) (.*)$/.exec(
      line,
    )
    if (match?.[1] && match[2]) policy[match[1]] = match[2]
  }
  return policy
}

/** What the configuration says of every server; HAProxy does not apply it to those added at run time. */
function serverOptions(): string {
  return failurePolicy()['default-server'] ?? ''
}
