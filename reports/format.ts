import type { MetricDefinition } from './metrics.ts'

/** A value of a metric as people read it: `33.1 %`, `412 ms`, `1.24 KB`. */
export function formatValue(value: number | null, unit: MetricDefinition['unit']): string {
  if (value === null) return 'not known'
  switch (unit) {
    case 'count':
      return Number.isInteger(value) ? grouped(value, 0) : grouped(value, 1)
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

/** `33.1 %`; close to 100 % with the digits that matter: `99.97 %`. */
export function formatShare(share: number): string {
  const percent = share * 100
  const places = Number.isInteger(percent) ? 0 : percent > 99 && percent < 100 ? 2 : 1
  return `${grouped(percent, places)} %`
}

/** `30.5 [28.1, 32.9]`, or without an interval the value alone. */
export function formatInterval(
  { estimate, low, high }: { estimate: number | null; low: number | null; high: number | null },
  show: (value: number) => string,
): string {
  if (estimate === null) return 'not known'
  if (low === null || high === null) return show(estimate)
  return `${show(estimate)} [${show(low)}, ${show(high)}]`
}

export function formatP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`
}

/** `1 block`, `2 blocks`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count, 0)} ${count === 1 ? one : many}`
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

/** Three significant digits, thousands apart. */
function digits(value: number): string {
  if (Math.abs(value) >= 100) return grouped(value, 0)
  return signed(String(Number(value.toPrecision(3))))
}

function grouped(value: number, places: number): string {
  return signed(
    value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places }),
  )
}

/** With a minus that is as wide as a plus. */
function signed(number: string): string {
  return number.replace('-', '−')
}
