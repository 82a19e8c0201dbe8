import type { Duration } from '../duration.ts'
import { stretchAbort } from './abort.ts'
import { stretchAutoscaler } from './autoscaler.ts'
import { get, isRecord, milliseconds, number } from './unchecked.ts'

/**
 * The scenario with another duration: all its times are stretched in proportion. Where one fault follows the other
 * until the load ends, nothing is: there are more of them, or fewer. What nobody can stretch stays as it is.
 */
export function stretch(scenario: Record<string, unknown>, durationMs: number): Record<string, unknown> {
  const ownMs = milliseconds(scenario.duration)
  if (!(ownMs > 0)) return scenario
  const duration: Duration = `${durationMs}ms`
  if (isRecord(scenario.method)) return { ...scenario, duration }
  const factor = durationMs / ownMs
  const stretched = (time: unknown): unknown => {
    const ms = milliseconds(time)
    return Number.isNaN(ms) ? time : (`${Math.round(ms * factor)}ms` satisfies Duration)
  }
  return {
    ...scenario,
    duration,
    warmUp: stretched(scenario.warmUp),
    traffic: stretchRate(scenario.traffic, stretched),
    ...(scenario.autoscaler === undefined
      ? {}
      : { autoscaler: stretchAutoscaler(scenario.autoscaler, stretched) }),
    ...(scenario.abort === undefined ? {} : { abort: stretchAbort(scenario.abort, stretched) }),
    method: stretchMethod(scenario.method, { factor, stretched }),
  }
}

function stretchRate(traffic: unknown, stretched: (time: unknown) => unknown): unknown {
  if (!isRecord(traffic) || !Array.isArray(traffic.rate)) return traffic
  const rate = traffic.rate.map((point) =>
    Array.isArray(point) ? [stretched(point[0]), ...point.slice(1)] : point,
  )
  return { ...traffic, rate }
}

function stretchMethod(
  method: unknown,
  { factor, stretched }: { factor: number; stretched: (time: unknown) => unknown },
): unknown {
  if (!Array.isArray(method)) return method
  return method.map((timed) =>
    isRecord(timed) ? { ...timed, at: stretched(timed.at), fault: stretchFault(timed.fault, factor) } : timed,
  )
}

/** How long a fault lasts is a time of the scenario; a grace or a deadline is the system's own. */
function stretchFault(fault: unknown, factor: number): unknown {
  const forMs = number(get(fault, 'options', 'forMs'))
  if (!isRecord(fault) || !isRecord(fault.options) || Number.isNaN(forMs)) return fault
  return { ...fault, options: { ...fault.options, forMs: Math.round(forMs * factor) } }
}
