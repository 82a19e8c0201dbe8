/** One line of Caddy's log. */
export type CaddyLine =
  | {
      kind: 'request'
      unixMs: number
      cookie: string | undefined
      /** Undefined where no server was left to be asked. */
      place: string | undefined
      status: number
      tries: number
    }
  /** A health check of a server failed, or succeeded after some that had not. */
  | { kind: 'unhealthy' | 'healthy'; unixMs: number; place: string; reason: string }
  /** The configuration that was given has been taken. */
  | { kind: 'loaded'; unixMs: number }

/** A line of the container's log, with the instant that Docker puts before it; undefined for one of another kind. */
export function parseCaddyLine(line: string): CaddyLine | undefined {
  const text = line.slice(line.indexOf(' ') + 1)
  if (!text.startsWith('{')) return undefined
  const said = JSON.parse(text) as Said
  const unixMs = said.ts * 1_000
  if (said.msg === 'handled request') {
    const { cookie, upstream, status = 0, tries } = said
    return {
      kind: 'request',
      unixMs,
      cookie: cookie ?? undefined,
      place: upstream ?? undefined,
      status,
      tries: tries ?? 0,
    }
  }
  if (said.msg === 'load complete') return { kind: 'loaded', unixMs }
  if (!said.logger?.endsWith('health_checker.active') || !said.host) return undefined
  const kind = said.msg === 'host is up' ? 'healthy' : 'unhealthy'
  return { kind, unixMs, place: said.host, reason: said.error ?? said.msg }
}

/** Of Caddy's structured log, what is read. `ts` is in seconds; what a request has not got is null. */
interface Said {
  ts: number
  msg: string
  logger?: string
  host?: string
  error?: string
  cookie?: string | null
  upstream?: string | null
  status?: number
  tries?: number | null
}
