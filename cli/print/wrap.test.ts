import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrap } from './wrap.ts'

test('breaks at blanks and indents every line', () => {
  expect(wrap('one two three four', 11, '  ')).toBe('  one two\n  three\n  four')
})

test('a word longer than a line stands alone', () => {
  expect(wrap('a incomprehensibilities b', 8)).toBe('a\nincomprehensibilities\nb')
})

test('keeps every word in its order', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^\w+$/)), fc.nat(100), (words, columns) => {
      expect(wrap(words.join(' '), columns).split(/\s+/).filter(Boolean)).toEqual(words)
    }),
  )
})
