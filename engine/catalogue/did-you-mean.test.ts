import fc from 'fast-check'
import { expect, test } from 'vitest'
import { didYouMean, editDistance, nearest } from './did-you-mean.ts'

test.each([
  ['', '', 0],
  ['kill', 'kill', 0],
  ['kil', 'kill', 1],
  ['kkill', 'kill', 1],
  ['kikl', 'kill', 1],
  ['klil', 'kill', 1],
  // The two words by which edit distances are usually explained.
  ['kitten', 'sitting', 3],
])('from "%s" to "%s" it is %i letters', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance)
})

test('it is as far there as back, and no farther than the longer word', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const distance = editDistance(a, b)
      return distance === editDistance(b, a) && distance <= Math.max(a.length, b.length)
    }),
  )
})

test('a slip of the keyboard is understood, another word is not', () => {
  const names = ['stateful-sticky', 'stateless-redis']
  expect(nearest('statefull-stiky', names)).toBe('stateful-sticky')
  expect(nearest('Stateless-Redis', names)).toBe('stateless-redis')
  expect(nearest('postgres', names)).toBeUndefined()
  expect(didYouMean('postgres', names)).toBe('')
})
