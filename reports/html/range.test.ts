import { expect, test } from 'vitest'
import { formatValue } from '../format.ts'
import { range } from './range.ts'

test.each([
  ['says the unit once', 12, 30, 'milliseconds', '12 to 30 ms'],
  ['keeps both units where they differ', 900, 1_200_000, 'bytes', '900 B to 1.2 MB'],
  ['is one value where both ends are the same', 12, 12, 'milliseconds', '12 ms'],
  ['has no unit for a count', 28, 1_032, 'count', '28 to 1,032'],
  ['leaves times as they are', 1.1, 1.2, 'times', '1.1× to 1.2×'],
] as const)('a range %s', (_what, low, high, unit, expected) => {
  expect(range(low, high, (value) => formatValue(value, unit))).toBe(expected)
})
