import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Point } from './marks/line.ts'
import type { Scale } from './scales.ts'
import { thinned } from './thinned.ts'

/** Four units to a pixel, two to a column. */
const x: Scale = Object.assign((value: number) => value / 4, { ticks: [] })
const someSteps = fc
  .array(fc.record({ x: fc.integer({ min: 0, max: 1_000 }), y: fc.nat({ max: 100 }) }), { maxLength: 300 })
  .map((points) => points.sort((a, b) => a.x - b.x))

/** What a step function is at a place. */
const valueAt = (points: readonly Point[], at: number) => points.findLast((point) => point.x <= at)?.y

test('few points are all kept', () => {
  const points = [
    { x: 0, y: 1 },
    { x: 500, y: 0.5 },
    { x: 1_000, y: 0.5 },
  ]
  expect(thinned(points, x)).toEqual(points)
})

test('of very many points a few for each pixel are kept', () => {
  const points = Array.from({ length: 100_000 }, (_, index) => ({ x: index / 100, y: -index }))
  expect(thinned(points, x).length).toBeLessThanOrEqual(1_000 / 2 + 1)
})

test('the first and the last point are kept, and no other is invented', () => {
  fc.assert(
    fc.property(someSteps, (points) => {
      const kept = thinned(points, x)
      expect(kept.at(0)).toEqual(points.at(0))
      expect(kept.at(-1)).toEqual(points.at(-1))
      for (const point of kept) expect(points).toContain(point)
    }),
  )
})

test('at the end of each column the value is as it was', () => {
  fc.assert(
    fc.property(someSteps, (points) => {
      const kept = thinned(points, x)
      for (let end = 2; end <= 1_000; end += 2) {
        expect(valueAt(kept, end - 1)).toBe(valueAt(points, end - 1))
      }
    }),
  )
})
