import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import { describe, expect, test } from 'vitest'
import { merge, quantileOfSuccess, roughQuantileMs } from './quantiles.ts'

/** The latencies of one second, as the generator writes them. */
function encoded(valuesUs: readonly number[]): string {
  const histogram = build({ numberOfSignificantValueDigits: 3 })
  for (const value of valuesUs) histogram.recordValue(value)
  return encodeIntoCompressedBase64(histogram)
}

const milliseconds = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => (from + index) * 1_000)

describe('a quantile of response times', () => {
  const thousand = merge([encoded(milliseconds(1, 400)), encoded(milliseconds(401, 1_000))])

  test('comes from the merged histograms', () => {
    const { status, ms } = quantileOfSuccess(thousand, 1_000, 0.9)
    expect(status).toBe('value')
    // 1 to 1,000 ms: the 900th is 900 ms, to the three digits that the histogram keeps.
    expect(ms).toBeCloseTo(900, -1)
  })

  test('counts what did not succeed as infinitely slow', () => {
    expect(quantileOfSuccess(thousand, 1_250, 0.9)).toMatchObject({ status: 'infinite', ms: null })
    // Half of 1,250 is the 625th of the thousand.
    expect(quantileOfSuccess(thousand, 1_250, 0.5).ms).toBeCloseTo(625, -1)
  })

  test.each([
    { operations: 1_999, q: 0.99, status: 'tooFew', comparable: false },
    { operations: 199, q: 0.9, status: 'tooFew', comparable: false },
    { operations: 200, q: 0.9, status: 'value', comparable: false },
    { operations: 2_000, q: 0.99, status: 'infinite', comparable: false },
    { operations: 10_000, q: 0.99, status: 'infinite', comparable: true },
  ])(
    'of $operations operations at $q is $status, fit to compare: $comparable',
    ({ operations, q, ...rest }) => {
      expect(quantileOfSuccess(thousand, operations, q)).toMatchObject(rest)
    },
  )
})

test('a second without a success has no quantile', () => {
  expect(roughQuantileMs(merge([]), 0.5)).toBeNull()
})
