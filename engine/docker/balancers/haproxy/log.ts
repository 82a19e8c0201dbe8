import type { ClusterEvent } from '../../../cluster.ts'
import { parseInstant } from '../../daemon.ts'

/** `2026-01-31T10:15:00.123456789Z Server web/web-2 is DOWN, reason: …`, with the instant that Docker puts before it. */
export function parseLogLine(line: string): ClusterEvent | undefined {
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
