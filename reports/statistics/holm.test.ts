import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holm } from './holm.ts'

// statsmodels 0.15: multipletests(p, method='holm')[1]
test.each([
  { p: [0.01, 0.04, 0.03, 0.005], adjusted: [0.03, 0.06, 0.06, 0.02] },
  { p: [0.031, 0.031, 0.5, 0.0005, 0.2], adjusted: [0.124, 0.124, 0.5, 0.0025, 0.4] },
  { p: [0.9, 0.8], adjusted: [1, 1] },
  { p: [0.04], adjusted: [0.04] },
  { p: [], adjusted: [] },
])('$p become $adjusted', ({ p, adjusted }) => {
  const found = holm(p)
  expect(found).toHaveLength(adjusted.length)
  adjusted.forEach((value, index) => {
    expect(found[index]).toBeCloseTo(value, 12)
  })
})

test('never less than p, never more than p times their number, and in the same order', () => {
  const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(ps, (some) => {
      const adjusted = holm(some)
      some.forEach((p, index) => {
        const value = adjusted[index] ?? Number.NaN
        expect(value).toBeGreaterThanOrEqual(p)
        expect(value).toBeLessThanOrEqual(Math.min(1, p * some.length) + 1e-12)
        some.forEach((other, place) => {
          if (other > p) expect(adjusted[place]).toBeGreaterThanOrEqual(value)
        })
      })
    }),
  )
})
