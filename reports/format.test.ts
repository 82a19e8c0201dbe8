import { describe, expect, test } from 'vitest'
import {
  enumerated,
  formatDifference,
  formatInterval,
  formatP,
  formatRange,
  formatShare,
  formatValue,
  listed,
  plural,
} from './format.ts'

describe('numbers as people read them', () => {
  test.each([
    { value: 1_234, unit: 'count', text: '1,234' },
    { value: 30.5, unit: 'count', text: '30.5' },
    { value: 1 / 30, unit: 'count', text: '0.033' },
    { value: 0.1 + 0.2 - 0.3, unit: 'count', text: '0' },
    { value: 0.331, unit: 'share', text: '33.1 %' },
    { value: 412.4, unit: 'milliseconds', text: '412 ms' },
    { value: 4.567, unit: 'milliseconds', text: '4.57 ms' },
    { value: 12_345, unit: 'milliseconds', text: '12.3 s' },
    { value: 1.2345, unit: 'seconds', text: '1.23 s' },
    { value: 466_667, unit: 'bytes', text: '467 KB' },
    { value: 300, unit: 'bytes', text: '300 B' },
    { value: 1.366, unit: 'times', text: '1.37×' },
    { value: null, unit: 'count', text: 'not known' },
  ] as const)('$value in $unit is $text', ({ value, unit, text }) => {
    expect(formatValue(value, unit)).toBe(text)
  })

  test.each([
    { share: 1, text: '100 %' },
    { share: 0, text: '0 %' },
    { share: 0.9997, text: '99.97 %' },
    { share: 0.5, text: '50 %' },
    { share: 1 / 3, text: '33.3 %' },
    { share: 0.07, text: '7 %' },
    { share: 0.995, text: '99.5 %' },
    { share: 0.99997, text: '99.997 %' },
    { share: 1 / 3_000, text: '0.033 %' },
  ])('a share of $share is $text', ({ share, text }) => {
    expect(formatShare(share)).toBe(text)
  })

  test.each([
    { value: 12, unit: 'count', text: '+12' },
    { value: -0.032, unit: 'share', text: '−3.2 points' },
    { value: 0, unit: 'share', text: '0 points' },
  ] as const)('a difference of $value in $unit is $text', ({ value, unit, text }) => {
    expect(formatDifference(value, unit)).toBe(text)
  })

  test.each([
    ['says the unit once', 12, 30, 'milliseconds', '12 to 30 ms'],
    ['keeps both units where they differ', 900, 1_200_000, 'bytes', '900 B to 1.2 MB'],
    ['is one value where both ends are the same', 12, 12, 'milliseconds', '12 ms'],
    ['has no unit for a count', 28, 1_032, 'count', '28 to 1,032'],
    ['leaves times as they are', 1.1, 1.2, 'times', '1.1× to 1.2×'],
  ] as const)('a range %s', (_what, low, high, unit, expected) => {
    expect(formatRange(low, high, (value) => formatValue(value, unit))).toBe(expected)
  })

  test('an interval stands in brackets, where there is one, and says its unit once', () => {
    expect(formatInterval({ estimate: 2, low: 1, high: 3 }, String)).toBe('2 [1, 3]')
    const bytes = (value: number) => formatValue(value, 'bytes')
    expect(formatInterval({ estimate: 200, low: 100, high: 300 }, bytes)).toBe('200 [100, 300] B')
    expect(formatInterval({ estimate: 900, low: 800, high: 1_100 }, bytes)).toBe('900 B [800 B, 1.1 KB]')
    expect(formatInterval({ estimate: 2, low: null, high: null }, String)).toBe('2')
    expect(formatInterval({ estimate: null, low: null, high: null }, String)).toBe('not known')
  })

  test('a small p is not printed as zero', () => {
    expect(formatP(1 / 32)).toBe('p = 0.031')
    expect(formatP(1e-6)).toBe('p < 0.001')
  })

  test('one is not many', () => {
    expect([plural(1, 'block'), plural(2, 'block'), plural(0, 'block')]).toEqual([
      '1 block',
      '2 blocks',
      '0 blocks',
    ])
  })
})

test('names are enumerated with an "and"', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(enumerated)).toEqual(['', 'a', 'a and b', 'a, b and c'])
})

test('of many names the first stand for all', () => {
  expect(listed(['a', 'b', 'c', 'd'])).toBe('a, b, c, d')
  expect(listed(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more')
})
