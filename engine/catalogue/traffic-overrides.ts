import type { Duration } from '../duration.ts'
import { isRecord, list, number } from './unchecked.ts'

interface TrafficOverrides {
  users?: number
  rate?: number
  sessionLengthMs?: number
}

/** The traffic of a scenario, which nobody has checked yet, with what was changed. */
export function overrideTraffic(
  traffic: Record<string, unknown>,
  { users, rate, sessionLengthMs }: TrafficOverrides,
): Record<string, unknown> {
  return {
    ...withoutWhatFollows(traffic, { users, rate }),
    ...(users === undefined ? {} : { users }),
    ...(rate === undefined ? {} : { rate: scale(traffic.rate, rate) }),
    ...(sessionLengthMs === undefined ? {} : sessionLength(traffic, sessionLengthMs)),
  }
}

/** A think time of the file stays when one of users and rate is changed: the other one follows. */
function withoutWhatFollows(
  traffic: Record<string, unknown>,
  { users, rate }: { users: number | undefined; rate: number | undefined },
): Record<string, unknown> {
  if (traffic.think === undefined || (users === undefined && rate === undefined)) return traffic
  const { users: ownUsers, rate: ownRate, think, ...rest } = traffic
  if (users !== undefined && rate !== undefined) return rest
  return { ...rest, think }
}

/** A shape keeps its form: only its highest point becomes the wanted rate. */
function scale(own: unknown, wanted: number): unknown {
  const points = list(own)
  const highest = Math.max(...points.map((point) => number(list(point)[1])))
  if (!(highest > 0)) return wanted
  return points.map((point) => {
    const [time, perSecond] = list(point)
    return [time, (number(perSecond) / highest) * wanted]
  })
}

/** Takes the place of a share of logouts. */
function sessionLength(traffic: Record<string, unknown>, ms: number): Record<string, unknown> {
  const length = { sessionLength: `${ms}ms` satisfies Duration }
  if (!isRecord(traffic.operations)) return length
  const { logout: _, ...others } = traffic.operations
  return { ...length, operations: others }
}
