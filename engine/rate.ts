import { type Duration, parseDuration } from './duration.ts'

/** An instant of the load and the operations per second then. */
export type RateAt = readonly [time: Duration, perSecond: number]

/**
 * Operations per second: a number, or how they change over time, with straight lines between these points, constant
 * before the first and after the last one: `[['0s', 100], ['30s', 400]]`. Two points at the same time are a jump.
 * Times count from the start of the load.
 */
export type Rate = number | readonly RateAt[]

/** From one rate to another, evenly: `ramp({ from: 100, to: 400, between: ['20s', '50s'] })`. */
export function ramp(shape: { from: number; to: number; between: readonly [Duration, Duration] }): Rate {
  const [start, end] = shape.between
  return [
    [start, shape.from],
    [end, shape.to],
  ]
}

/** A rate until the next step, then at once another one: `steps(['0s', 100], ['20s', 200], ['40s', 300])`. */
export function steps(...levels: readonly RateAt[]): Rate {
  return levels.flatMap(([time, perSecond], index): RateAt[] => {
    const before = levels[index - 1]
    const level: RateAt = [time, perSecond]
    return before === undefined ? [level] : [[time, before[1]], level]
  })
}

interface Spike {
  /** The rate before and after. */
  base: number
  peak: number
  /** When it begins to rise. */
  at: Duration
  /** How long it stays at its peak. */
  for: Duration
  /** How long it takes to rise, and to fall; 1 s unless told otherwise. */
  within?: Duration
}

/** A crowd that comes and goes: `spike({ base: 150, peak: 900, at: '30s', for: '10s' })`. */
export function spike({ base, peak, at, for: stay, within = '1s' }: Spike): Rate {
  const rise = ms(within)
  const times = [0, rise, rise + ms(stay), 2 * rise + ms(stay)].map((after) => ms(at) + after)
  return times.map((time, index): RateAt => [`${time}ms`, index === 1 || index === 2 ? peak : base])
}

/** NaN for what is no length of time: it is found where the scenario is checked. */
const ms = (time: Duration) => parseDuration(time) ?? Number.NaN
