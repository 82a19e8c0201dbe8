import { readFile } from 'node:fs/promises'
import { TargetError } from '../../errors.ts'
import type { BalancerKind } from '../balancer-kind.ts'
import { followLog } from '../logs.ts'
import { mustHaveWorked, runIn } from '../run-in.ts'
import { ServerList } from '../server-list.ts'
import { type CaddyLine, parseCaddyLine } from './caddy/log.ts'
import { requestOf } from './caddy/request.ts'

const configuration = new URL('../../../targets/balancers/caddy/caddy.json', import.meta.url)
const declared =
  /"(try_duration|try_interval|interval|timeout|fails|passes|dial_timeout|response_header_timeout|max_idle_conns_per_host)": "?([^",}\s]+)/g
/** As caddy.json has it: so many checks must have failed since the server was last called down or up, in a row or not. */
const failsUntilDown = 2

/** Caddy, whose servers are taken from its configuration, and whose checks tell how they are. */
export const balancer: BalancerKind = {
  async failurePolicy() {
    const text = await readFile(configuration, 'utf8')
    const [, proxy = ''] = text.split('"handler": "reverse_proxy"')
    const settings = [...proxy.matchAll(declared)].map(([, name, value]) => [name, value])
    return {
      ...Object.fromEntries(settings),
      'what is retried': 'connections that failed, and GET, for as long as try_duration',
      'open requests of a dead server': 'wait for `response_header_timeout`',
      'keep-alive to the servers': 'max_idle_conns_per_host idle connections for each server',
    }
  },

  async connect(place) {
    const { docker, container, servers, report, logged } = place
    const run = (command: readonly string[]) => runIn(docker, container, command)
    const ask = ['caddy', 'version']
    const version = mustHaveWorked(ask, await run(ask))
      .trim()
      .replace(/^v/, '')
    const reload = ['caddy', 'reload', '--config', '/state/caddy.json', '--force']
    const list = new ServerList({ run, servers, reload })
    const failures = new Map<string, number>()

    const hearOfHealth = (line: Extract<CaddyLine, { kind: 'healthy' | 'unhealthy' }>) => {
      const service = list.nameAt(line.place)
      if (!service) return
      const failed = line.kind === 'healthy' ? 0 : (failures.get(service) ?? 0) + 1
      failures.set(service, failed)
      if (line.kind === 'healthy' && list.mark(service, 'UP')) {
        report({ service, action: 'up', unixMs: line.unixMs })
      }
      if (failed >= failsUntilDown && list.mark(service, 'DOWN')) {
        report({ service, action: 'down', unixMs: line.unixMs, detail: line.reason })
      }
    }
    const log = await followLog(place, (text) => {
      const line = parseCaddyLine(text)
      switch (line?.kind) {
        case 'request': {
          const request = requestOf(line, (place) => list.nameAt(place))
          list.count(request)
          return logged(request)
        }
        case 'loaded':
          report({ service: 'caddy', action: 'reload', unixMs: line.unixMs })
          for (const service of list.reloaded()) report({ service, action: 'up', unixMs: line.unixMs })
          return
        case 'healthy':
        case 'unhealthy':
          return hearOfHealth(line)
      }
    })
    return {
      version,
      servers: () => list.view(),
      add: (server) => list.add(server),
      async drain() {
        throw new TargetError('Caddy knows no draining: a server is in use, or it is not.')
      },
      reload: () => list.reload(),
      remove: (name) => list.remove(name),
      async [Symbol.asyncDispose]() {
        log[Symbol.dispose]()
      },
    }
  },
}
