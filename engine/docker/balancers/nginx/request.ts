import type { LoggedRequest } from '../../balancer-kind.ts'
import type { NginxLine } from './log.ts'

/** The last server that was tried gave the answer, unless it failed as well. The word says what became of the cookie. */
export function requestOf(
  { cookie, tried, statuses }: Extract<NginxLine, { kind: 'request' }>,
  nameAt: (place: string) => string | undefined,
): LoggedRequest {
  const last = nameAt(tried.at(-1) ?? '')
  const answered = !/^50[24]$/.test(statuses.at(-1) ?? '502')
  const word = cookie === undefined ? 'new' : cookie === last ? 'kept' : 'moved'
  return {
    server: answered ? last : undefined,
    word,
    retries: Math.max(0, tried.length - 1),
    redispatched: tried.length > 1,
  }
}
