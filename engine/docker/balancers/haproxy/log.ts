import type { ClusterEvent } from '../../../cluster.ts'
import type { LoggedRequest } from '../../balancer-kind.ts'
import { parseInstant } from '../../daemon.ts'

/**
 * The line of a request, `request`, server, status, termination state and retries, as haproxy.cfg has it; a `+` before
 * the retries says that the request was redispatched. The word is HAProxy's: how the request ended, and what its
 * cookie was (`VN` valid, `NI` none, so one was inserted, `DI` its server is down …).
 */
export function parseRequestLine(line: string): LoggedRequest | undefined {
  const [head = '', server = '', , word = '', retries = ''] = line.split('\t')
  if (!head.endsWith(' request')) return undefined
  return {
    server: server === '<NOSRV>' ? undefined : server,
    word,
    retries: Number(retries.replace('+', '')),
    redispatched: retries.startsWith('+'),
  }
}

/**
 * `2026-01-31T10:15:00.123456789Z Server web/web-2 is DOWN, reason: …`, with the instant that Docker puts before it. Of a
 * reload tells the process that was replaced: it takes no new connections any more.
 */
export function parseLogLine(line: string): ClusterEvent | undefined {
  const [, replacedAt] = /^(\S+) Proxy web stopped\b/.exec(line) ?? []
  if (replacedAt) return { service: 'haproxy', action: 'reload', unixMs: parseInstant(replacedAt) }
  const match = /^(\S+) Server web\/(\S+) is (UP|DOWN)\b(?:.*?reason: ([^.]*))?/.exec(line)
  const [, instant = '', service = '', state, reason] = match ?? []
  if (!state) return undefined
  return {
    service,
    action: state === 'UP' ? 'up' : 'down',
    unixMs: parseInstant(instant),
    ...(reason === undefined ? {} : { detail: reason }),
  }
}
