/** `12 to 30 ms`: the unit is said once where both ends have the same; `12 ms` where they are the same. */
export function range(low: number, high: number, show: (value: number) => string): string {
  const [first, last] = [show(low), show(high)]
  if (first === last) return last
  const unit = / \D+$/.exec(last)?.[0]
  const from = unit !== undefined && first.endsWith(unit) ? first.slice(0, -unit.length) : first
  return `${from} to ${last}`
}
