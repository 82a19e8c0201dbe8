import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signFlip } from './sign-flip.ts'

test('p is the share of sign flips whose mean is at least as far from 0', () => {
  // scipy 1.17: permutation_test((x, zeros), mean of differences, permutation_type='samples').pvalue
  expect(signFlip([1.5, -0.3, 2.2, 0.9, 1.1, 0.4, -0.1])).toBe(0.078125)
})

test('Darwin’s fifteen pairs of maize', () => {
  // Fisher, The Design of Experiments, 1935, section 21: 1,726 of 32,768 arrangements are at least as far.
  const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
  expect(signFlip(darwin)).toBe(1_726 / 32_768)
})

test.each([
  { blocks: 5, p: 2 / 32 },
  { blocks: 6, p: 2 / 64 },
])('$blocks blocks can’t go below $p', ({ blocks, p }) => {
  expect(signFlip(Array.from({ length: blocks }, (_, index) => 1 + index))).toBe(p)
})

test('no difference at all gives 1', () => {
  expect(signFlip([0, 0, 0, 0, 0, 0])).toBe(1)
})

test('is no test of nothing, nor of more pairs than can be counted out', () => {
  expect(signFlip([])).toBeNull()
  expect(signFlip(new Array(25).fill(1))).toBeNull()
})

test('neither order, nor sign, nor unit matters', () => {
  const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 10 })
  fc.assert(
    fc.property(values, (some) => {
      const p = signFlip(some)
      expect(signFlip([...some].reverse())).toBe(p)
      expect(signFlip(some.map((value) => -value / 7))).toBe(p)
    }),
  )
})
