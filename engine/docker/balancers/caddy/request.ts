import { createHmac } from 'node:crypto'
import type { LoggedRequest } from '../../balancer-kind.ts'
import type { CaddyLine } from './log.ts'

/** With what Caddy signs the server's address in its cookie: servers.sh says it. */
const cookieSecret = 'outlast'

/** The server that was asked last gave the answer, unless it failed as well. The word says what became of the cookie. */
export function requestOf(
  { cookie, place, status, tries }: Extract<CaddyLine, { kind: 'request' }>,
  nameAt: (place: string) => string | undefined,
): LoggedRequest {
  const answered = place !== undefined && status !== 502 && status !== 504
  return {
    server: answered ? nameAt(place) : undefined,
    word: cookie === undefined ? 'new' : cookie === cookieOf(place) ? 'kept' : 'moved',
    retries: tries,
    redispatched: tries > 0,
  }
}

/** The value of Caddy's cookie for a server. */
function cookieOf(place = ''): string {
  return createHmac('sha256', cookieSecret).update(place).digest('hex')
}
