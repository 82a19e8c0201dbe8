import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom, deriveSeed } from './random.ts'

const seeds = fc.maxSafeNat()

test('draws are the same on every machine', () => {
  const random = createRandom(42)
  expect([random.below(100), random.below(100), random.below(100)]).toEqual([75, 10, 83])
  expect(random.shuffle(['a', 'b', 'c', 'd'])).toEqual(['d', 'b', 'c', 'a'])
})

test('a draw is from 0 to below the limit', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 1_000 }), (seed, limit) => {
      const drawn = createRandom(seed).below(limit)
      return Number.isInteger(drawn) && drawn >= 0 && drawn < limit
    }),
  )
})

test('a shuffle keeps every item and leaves what it was given as it was', () => {
  fc.assert(
    fc.property(seeds, fc.array(fc.nat()), (seed, items) => {
      const before = [...items]
      const shuffled = createRandom(seed).shuffle(items)
      expect(shuffled.toSorted()).toEqual(items.toSorted())
      expect(items).toEqual(before)
    }),
  )
})

test('nothing can be picked of nothing', () => {
  expect(createRandom(1).pick([])).toBeUndefined()
})

test('each purpose has a seed of its own', () => {
  expect(deriveSeed(1, 'order')).not.toBe(deriveSeed(1, 'traffic'))
  expect(deriveSeed(1, 'order')).not.toBe(deriveSeed(2, 'order'))
})
