import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recommend } from './recommend.ts'

const aim = { target: 100, tolerance: 0.1 }
const servers = (count: number, value: number) => ({
  servers: count,
  values: Array.from({ length: count }, () => value),
})

describe('the examples of the Kubernetes documentation, “Algorithm details”', () => {
  test('200m against a target of 100m doubles the servers, since 200 ÷ 100 is 2', () => {
    expect(recommend(servers(3, 200), aim).desired).toBe(6)
  })

  test('50m halves them, since 50 ÷ 100 is 0.5', () => {
    expect(recommend(servers(4, 50), aim).desired).toBe(2)
  })

  test('a ratio within 0.1 of 1 is left alone', () => {
    for (const value of [90, 95, 100, 105, 110]) expect(recommend(servers(5, value), aim).desired).toBe(5)
  })
})

test('what does not come out even is rounded up', () => {
  expect(recommend(servers(3, 120), aim).desired).toBe(4)
  expect(recommend(servers(3, 34), aim).desired).toBe(2)
})

test('the mean decides, and the highest is told beside it', () => {
  expect(recommend({ servers: 2, values: [180, 20] }, aim)).toEqual({ desired: 2, mean: 100, highest: 180 })
})

test('a server that is not ready counts as idle before any is added', () => {
  expect(recommend({ servers: 3, values: [200, 200] }, aim).desired).toBe(4)
  expect(recommend({ servers: 4, values: [130, 130] }, aim).desired).toBe(4)
})

test('and as fully used before any goes', () => {
  expect(recommend({ servers: 4, values: [20, 20, 20] }, aim).desired).toBe(2)
  expect(recommend({ servers: 4, values: [60] }, aim).desired).toBe(4)
})

test('with nothing measured it stays as it is', () => {
  expect(recommend({ servers: 3, values: [] }, aim)).toEqual({ desired: 3, mean: null, highest: null })
})

const situation = fc.record({
  values: fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 12 }),
  unmeasured: fc.nat(5),
  target: fc.double({ min: 0.1, max: 1e3, noNaN: true }),
  tolerance: fc.double({ min: 0, max: 0.5, noNaN: true }),
})

test('whatever is seen, a mean above the target never takes a server away, and one below it adds none', () => {
  fc.assert(
    fc.property(situation, ({ values, unmeasured, ...aim }) => {
      const count = values.length + unmeasured
      const { desired, mean } = recommend({ servers: count, values }, aim)
      expect(Number.isSafeInteger(desired)).toBe(true)
      if ((mean ?? 0) >= aim.target) expect(desired).toBeGreaterThanOrEqual(count)
      if ((mean ?? 0) <= aim.target) expect(desired).toBeLessThanOrEqual(count)
    }),
  )
})

test('where all are measured, the desired number brings the mean to the target or just below', () => {
  fc.assert(
    fc.property(situation, ({ values, target, tolerance }) => {
      const { desired, mean } = recommend({ servers: values.length, values }, { target, tolerance })
      if (desired === values.length) return
      const load = (mean ?? 0) * values.length
      const slack = 1e-6 * (load + target)
      expect(desired * target).toBeGreaterThanOrEqual(load - slack)
      expect((desired - 1) * target).toBeLessThan(load + slack)
    }),
  )
})
