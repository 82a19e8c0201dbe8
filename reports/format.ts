import type { MetricDefinition } from './metrics.ts'
import { withoutCrumbs } from './without-crumbs.ts'

/** A value of a metric as people read it: `33.1 %`, `412 ms`, `1.24 KB`. */
export function formatValue(value: number | null, unit: MetricDefinition['unit']): string {
  if (value === null) return 'not known'
  switch (unit) {
    case 'count':
      return formatCount(value)
    case 'share':
      return formatShare(value)
    case 'milliseconds':
      return Math.abs(value) >= 10_000 ? `${grouped(value / 1_000, 1)} s` : `${digits(value)} ms`
    case 'seconds':
      return `${digits(value)} s`
    case 'bytes':
      return formatBytes(value)
    case 'times':
      return `${digits(value)}×`
    default:
      return unit satisfies never
  }
}

/** `33.1 %`; what is almost nothing or almost all never reads as if it were: `0.034 %`, `99.997 %`. */
export function formatShare(share: number): string {
  const percent = withoutCrumbs(share * 100)
  if (Number.isInteger(percent)) return `${grouped(percent, 0)} %`
  const toEnd = Math.min(Math.abs(percent), Math.abs(100 - percent))
  return `${toEnd < 1 ? grouped(percent, 0, 1 - Math.floor(Math.log10(toEnd))) : grouped(percent, 1)} %`
}

/** `+12`, `−3.2 points`: shares differ by points, since "3 % less" would be something else. */
export function formatDifference(value: number, unit: MetricDefinition['unit']): string {
  const text = formatValue(value, unit)
  return `${value > 0 ? '+' : ''}${unit === 'share' ? text.replace('%', 'points') : text}`
}

/** `12 to 30 ms`: the unit is said once where both ends have the same; `12 ms` where they read the same. */
export function formatRange(low: number, high: number, show: (value: number) => string): string {
  const last = show(high)
  if (show(low) === last) return last
  return `${withoutUnit(show(low), unitOf(last))} to ${last}`
}

/** `30.5 [28.1, 32.9] ms`, or without an interval the value alone. */
export function formatInterval(
  { estimate, low, high }: { estimate: number | null; low: number | null; high: number | null },
  show: (value: number) => string,
): string {
  if (estimate === null) return 'not known'
  if (low === null || high === null) return show(estimate)
  const unit = unitOf(show(estimate))
  const isShared = [low, high].every((end) => show(end).endsWith(unit))
  const bare = (value: number) => (isShared ? withoutUnit(show(value), unit) : show(value))
  return `${bare(estimate)} [${bare(low)}, ${bare(high)}]${isShared ? unit : ''}`
}

/** ` ms`, with its blank; empty where there is none. */
function unitOf(text: string): string {
  return / \D+$/.exec(text)?.[0] ?? ''
}

function withoutUnit(text: string, unit: string): string {
  return text.endsWith(unit) ? text.slice(0, text.length - unit.length) : text
}

/** `p = 0.031`; however small it is, never 0. */
export function formatP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`
}

/** `1 block`, `2 blocks`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count, 0)} ${count === 1 ? one : many}`
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), names.at(-1) ?? ''].filter(Boolean).join(' and ')
}

/** With a full stop, unless it has an end of its own. */
export function endSentence(text: string): string {
  return /[.!?]\)?$/.test(text) ? text : `${text}.`
}

/** Up to four by name; of more the first three, and how many others there are. */
export function listed(names: readonly string[]): string {
  if (names.length <= 4) return names.join(', ')
  return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
}

function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  const power = Math.min(
    units.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(bytes))) / 3)),
  )
  return `${digits(bytes / 1_000 ** power)} ${units[power]}`
}

/** Whole, or on the mean of several: `1,234`, `30.5`, `0.033`. */
function formatCount(count: number): string {
  const value = withoutCrumbs(count)
  if (Number.isInteger(value)) return grouped(value, 0)
  return Math.abs(value) < 1 ? digits(Number(value.toPrecision(2))) : grouped(value, 1)
}

/** Three significant digits, thousands apart. */
function digits(value: number): string {
  if (Math.abs(value) >= 100) return grouped(value, 0)
  return signed(String(Number(value.toPrecision(3))))
}

function grouped(value: number, least: number, most = least): string {
  return signed(value.toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: most }))
}

/** With a minus that is as wide as a plus. */
function signed(number: string): string {
  return number.replace('-', '−')
}
