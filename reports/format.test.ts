import { describe, expect, test } from 'vitest'
import { formatInterval, formatP, formatShare, formatValue, listed, plural } from './format.ts'

describe('numbers as people read them', () => {
  test.each([
    { value: 1_234, unit: 'count', text: '1,234' },
    { value: 30.5, unit: 'count', text: '30.5' },
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
  ])('a share of $share is $text', ({ share, text }) => {
    expect(formatShare(share)).toBe(text)
  })

  test('an interval stands in brackets, where there is one', () => {
    expect(formatInterval({ estimate: 2, low: 1, high: 3 }, String)).toBe('2 [1, 3]')
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

test('of many names the first stand for all', () => {
  expect(listed(['a', 'b', 'c', 'd'])).toBe('a, b, c, d')
  expect(listed(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more')
})
