import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale'

/** From a number to a place, and which numbers to name along the axis. */
export interface Scale {
  (value: number): number
  ticks: readonly { value: number; label: string }[]
}

interface Range {
  from: number
  to: number
}

/** Even steps, from 0 or from `low`; `high` is rounded up to a step. */
export function linear(
  { low = 0, high }: { low?: number; high: number },
  range: Range,
  { count = 4, label = plain }: { count?: number; label?: (value: number) => string } = {},
): Scale {
  const scale = scaleLinear()
    .domain([low, high > low ? high : low + 1])
    .range([range.from, range.to])
    .nice(count)
  return withTicks(scale, scale.ticks(count), label)
}

/** The time of a trial, exactly as long as it is, named in seconds. */
export function time(durationMs: number, range: Range): Scale {
  const scale = scaleLinear().domain([0, durationMs]).range([range.from, range.to])
  const seconds = scaleLinear()
    .domain([0, durationMs / 1_000])
    .ticks(6)
  return withTicks(
    scale,
    seconds.map((value) => value * 1_000),
    (ms) => plain(ms / 1_000),
  )
}

/** Powers of ten between which each step is a factor. */
export function logarithmic({ low, high }: { low: number; high: number }, range: Range): Scale {
  const bottom = 10 ** Math.floor(Math.log10(low))
  const top = Math.max(bottom * 10, 10 ** Math.ceil(Math.log10(high)))
  const scale = scaleLog().domain([bottom, top]).range([range.from, range.to])
  const powers = Array.from({ length: Math.round(Math.log10(top / bottom)) + 1 }, (_, n) => bottom * 10 ** n)
  return withTicks(scale, powers, plain)
}

function withTicks(
  scale: ScaleContinuousNumeric<number, number>,
  ticks: readonly number[],
  label: (value: number) => string,
): Scale {
  const place = (value: number) => scale(value)
  return Object.assign(place, { ticks: ticks.map((value) => ({ value, label: label(value) })) })
}

function plain(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 })
}
