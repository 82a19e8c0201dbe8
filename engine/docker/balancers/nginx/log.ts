import { parseInstant } from '../../daemon.ts'

/** One line of nginx's log. */
export type NginxLine =
  | { kind: 'request'; unixMs: number; cookie: string | undefined; tried: string[]; statuses: string[] }
  /** A server did not answer, or not in time. */
  | { kind: 'failed'; unixMs: number; place: string; reason: string }
  /** A worker with the present configuration has started. */
  | { kind: 'loaded'; unixMs: number }

/** A line of the container's log, with the instant that Docker puts before it; undefined for one of another kind. */
export function parseNginxLine(line: string): NginxLine | undefined {
  const space = line.indexOf(' ')
  const unixMs = parseInstant(line.slice(0, space))
  const text = line.slice(space + 1)
  if (text.startsWith('request\t')) {
    const [, , cookie = '-', tried = '-', statuses = '-'] = text.split('\t')
    return {
      kind: 'request',
      unixMs,
      cookie: cookie === '-' ? undefined : cookie,
      tried: listOf(tried),
      statuses: listOf(statuses),
    }
  }
  if (/\[notice\] .*: start worker process \d+$/.test(text)) return { kind: 'loaded', unixMs }
  const [, reason, place] =
    /\[error\] .*?\*\d+ (.+?) while (?:connecting|reading|sending).*? upstream: "http:\/\/([\d.:]+)/.exec(
      text,
    ) ?? []
  return reason && place ? { kind: 'failed', unixMs, place, reason } : undefined
}

/** `10.0.0.1:8080, 10.0.0.2:8080`; `-` for nothing. */
function listOf(text: string): string[] {
  return text.split(', ').filter((part) => part !== '-' && part !== '')
}
