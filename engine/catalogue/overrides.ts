import type { Duration } from '../duration.ts'
import { InputError } from '../errors.ts'
import { stretchAutoscaler } from './autoscaler.ts'
import { overrideTraffic } from './traffic-overrides.ts'
import { get, isRecord, milliseconds, number } from './unchecked.ts'

/** What the command line may change of a scenario. */
export interface ScenarioOverrides {
  users?: number
  /** Operations per second; where a shape was given, its highest point, and the others in proportion. */
  rate?: number
  servers?: number
  /** Every time of the scenario is stretched in proportion. */
  durationMs?: number
  /** How long a session lasts until its user logs out; not stretched. */
  sessionLengthMs?: number
}

/**
 * The scenario as its file has it, with what was changed. Its values may be of any shape, as nobody has checked
 * them yet: what can't be changed stays as it is. Throws an InputError for a change that makes no sense.
 */
export function override(scenario: unknown, changes: ScenarioOverrides): unknown {
  check(changes)
  if (!isRecord(scenario)) return scenario
  const { servers } = changes
  const changed = {
    ...scenario,
    ...(servers === undefined ? {} : { servers }),
    traffic: overrideTraffic(isRecord(scenario.traffic) ? scenario.traffic : {}, changes),
  }
  return changes.durationMs === undefined ? changed : stretch(changed, changes.durationMs)
}

function check({ users, rate, servers, durationMs, sessionLengthMs }: ScenarioOverrides): void {
  const wrong = (option: string, value: number, wanted: string) => {
    throw new InputError(`--${option} is ${value}; ${wanted}.`)
  }
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 1
  if (users !== undefined && !isCount(users)) wrong('users', users, 'give a whole number, 1 or more')
  if (servers !== undefined && !isCount(servers)) wrong('servers', servers, 'give a whole number, 1 or more')
  if (rate !== undefined && !(Number.isFinite(rate) && rate > 0)) wrong('rate', rate, 'give a number above 0')
  for (const [option, ms] of [
    ['duration', durationMs],
    ['session-length', sessionLengthMs],
  ] as const) {
    if (ms === undefined || (Number.isFinite(ms) && ms > 0)) continue
    wrong(option, ms, 'give a length of time such as "60s"')
  }
}

function stretch(scenario: Record<string, unknown>, durationMs: number): Record<string, unknown> {
  const ownMs = milliseconds(scenario.duration)
  if (!(ownMs > 0)) return scenario
  const stretched = (time: unknown): unknown => {
    const ms = milliseconds(time)
    return Number.isNaN(ms) ? time : (`${Math.round((ms * durationMs) / ownMs)}ms` satisfies Duration)
  }
  return {
    ...scenario,
    duration: `${durationMs}ms`,
    warmUp: stretched(scenario.warmUp),
    traffic: stretchRate(scenario.traffic, stretched),
    ...(scenario.autoscaler === undefined
      ? {}
      : { autoscaler: stretchAutoscaler(scenario.autoscaler, stretched) }),
    method: Array.isArray(scenario.method)
      ? scenario.method.map((timed) =>
          isRecord(timed)
            ? { ...timed, at: stretched(timed.at), fault: stretchFault(timed.fault, durationMs / ownMs) }
            : timed,
        )
      : scenario.method,
  }
}

function stretchRate(traffic: unknown, stretched: (time: unknown) => unknown): unknown {
  if (!isRecord(traffic) || !Array.isArray(traffic.rate)) return traffic
  const rate = traffic.rate.map((point) =>
    Array.isArray(point) ? [stretched(point[0]), ...point.slice(1)] : point,
  )
  return { ...traffic, rate }
}

/** How long a fault lasts is a time of the scenario; a grace or a deadline is the system's own. */
function stretchFault(fault: unknown, factor: number): unknown {
  const forMs = number(get(fault, 'options', 'forMs'))
  if (!isRecord(fault) || !isRecord(fault.options) || Number.isNaN(forMs)) return fault
  return { ...fault, options: { ...fault.options, forMs: Math.round(forMs * factor) } }
}
