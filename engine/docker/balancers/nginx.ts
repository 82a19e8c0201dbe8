import { readFile } from 'node:fs/promises'
import { TargetError } from '../../errors.ts'
import type { BalancerKind } from '../balancer-kind.ts'
import { followLog } from '../logs.ts'
import { runIn } from '../run-in.ts'
import { ServerList } from '../server-list.ts'
import { parseNginxLine } from './nginx/log.ts'
import { requestOf } from './nginx/request.ts'

const configuration = new URL('../../../targets/balancers/nginx/nginx.conf', import.meta.url)
const declared = /^ +(proxy_(?:connect|read|send)_timeout|proxy_next_upstream\w*|keepalive_timeout) (.*);$/gm

/** nginx, which has no checks of its own: a request that fails tells it that a server is down. */
export const balancer: BalancerKind = {
  async failurePolicy() {
    const text = await readFile(configuration, 'utf8')
    const settings = [...text.matchAll(declared)].map(([, name, value]) => [name, value])
    return {
      ...Object.fromEntries(settings),
      'health checks': 'passive: max_fails=1 fail_timeout=10s, then a live request is the probe',
      'what is retried': 'GET and DELETE always, POST only while it was not sent',
      'open requests of a dead server': 'wait for `proxy_read_timeout`',
      'keep-alive to the servers': '32 idle connections for each worker',
    }
  },

  async connect(place) {
    const { docker, container, servers, report, logged } = place
    const run = (command: readonly string[]) => runIn(docker, container, command)
    const said = await run(['nginx', '-v'])
    const version = /nginx\/(\S+)/.exec(said.output)?.[1]
    if (!version) throw new TargetError(`nginx does not tell its version: ${said.output.trim()}`)
    const list = new ServerList({ run, servers, reload: ['nginx', '-s', 'reload'] })
    const log = await followLog(place, (text) => {
      const line = parseNginxLine(text)
      if (!line) return
      if (line.kind === 'request') {
        const request = requestOf(line, (place) => list.nameAt(place))
        list.count(request)
        logged(request)
        if (request.server && list.mark(request.server, 'UP')) {
          report({ service: request.server, action: 'up', unixMs: line.unixMs })
        }
        return
      }
      if (line.kind === 'loaded') {
        report({ service: 'nginx', action: 'reload', unixMs: line.unixMs })
        for (const service of list.reloaded()) report({ service, action: 'up', unixMs: line.unixMs })
        return
      }
      const service = list.nameAt(line.place)
      if (service && list.mark(service, 'DOWN')) {
        report({ service, action: 'down', unixMs: line.unixMs, detail: line.reason })
      }
    })
    return {
      version,
      servers: () => list.view(),
      add: (server) => list.add(server),
      drain: (name) => list.drain(name),
      reload: () => list.reload(),
      remove: (name) => list.remove(name),
      async [Symbol.asyncDispose]() {
        log[Symbol.dispose]()
      },
    }
  },
}
