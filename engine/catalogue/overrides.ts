import { InputError } from '../errors.ts'
import { stretch } from './stretch.ts'
import { overrideTraffic } from './traffic-overrides.ts'
import { isRecord } from './unchecked.ts'

/** What the command line may change of a scenario. */
export interface ScenarioOverrides {
  users?: number
  /** Operations per second; where a shape was given, its highest point, and the others in proportion. */
  rate?: number
  servers?: number
  /** Every time of the scenario is stretched in proportion; with `every` there are more faults, or fewer. */
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
