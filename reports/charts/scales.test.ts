import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linear, logarithmic, time } from './scales.ts'

const range = { from: 100, to: 0 }
const labelsOf = ({ ticks }: { ticks: readonly { label: string }[] }) => ticks.map(({ label }) => label)

describe('a linear scale', () => {
  test('goes from 0 to a round number above the highest value', () => {
    const scale = linear({ high: 298 }, range)
    expect(labelsOf(scale)).toEqual(['0', '100', '200', '300'])
    expect([scale(0), scale(300)]).toEqual([100, 0])
  })

  test('has room even where all is 0', () => {
    const scale = linear({ high: 0 }, range)
    expect(scale(0)).toBe(100)
    expect(Number.isFinite(scale(1))).toBe(true)
  })

  test('holds every value that it was made for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }), (a, b) => {
        const scale = linear({ low: Math.min(a, b), high: Math.max(a, b) }, range)
        for (const value of [a, b]) {
          expect(scale(value)).toBeGreaterThanOrEqual(-1e-6)
          expect(scale(value)).toBeLessThanOrEqual(100 + 1e-6)
        }
      }),
    )
  })
})

test('a time scale is as long as the trial and names seconds', () => {
  const scale = time(30_000, { from: 0, to: 300 })
  expect(labelsOf(scale)).toEqual(['0', '5', '10', '15', '20', '25', '30'])
  expect(scale(30_000)).toBe(300)
})

test('a logarithmic scale names powers of ten around its values', () => {
  const scale = logarithmic({ low: 0.4, high: 320 }, range)
  expect(labelsOf(scale)).toEqual(['0.1', '1', '10', '100', '1,000'])
  expect(scale(1) - scale(10)).toBeCloseTo(scale(10) - scale(100))
})
