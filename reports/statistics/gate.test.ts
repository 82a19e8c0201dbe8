import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gate } from './gate.ts'

const ratio = (low: number, estimate: number, high: number) => ({
  estimate,
  low,
  high,
  confidence: 0.9,
  p: null,
  warnings: [],
})

describe('a gate with a margin of 5 %', () => {
  test.each([
    { found: ratio(1.04, 1.1, 1.16), verdict: 'failed', why: 'surely slower, and by more than the margin' },
    { found: ratio(1.01, 1.03, 1.049), verdict: 'passed', why: 'slower, but surely within the margin' },
    { found: ratio(0.9, 0.95, 1), verdict: 'passed', why: 'faster' },
    { found: ratio(0.98, 1.06, 1.15), verdict: 'cannotTell', why: 'perhaps no difference' },
    { found: ratio(1.01, 1.04, 1.07), verdict: 'cannotTell', why: 'slower, perhaps beyond the margin' },
  ])('$verdict: $why', ({ found, verdict }) => {
    expect(gate(found, 6, 1.05)).toBe(verdict)
  })

  test('tells nothing below six blocks', () => {
    expect(gate(ratio(2, 3, 4), 5, 1.05)).toBe('cannotTell')
  })

  test('never both passes and fails', () => {
    const number = fc.double({ min: 0.1, max: 10, noNaN: true })
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        const [low = a, point = b, high = c] = [a, b, c].sort((x, y) => x - y)
        const failed = low > 1 && point > 1.05
        const passed = high < 1.05
        expect(failed && passed).toBe(false)
        expect(gate(ratio(low, point, high), 6, 1.05)).toBe(
          failed ? 'failed' : passed ? 'passed' : 'cannotTell',
        )
      }),
    )
  })
})
