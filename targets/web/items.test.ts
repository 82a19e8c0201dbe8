import { expect, test } from 'vitest'
import { digest } from './items.ts'
// Computed apart from this code, with Python's hashlib; the traffic generator's tests read the same file.
import answers from './testdata/digests.json' with { type: 'json' }

test.each(answers)(
  'the digest of $owner with $count items is $digest',
  ({ owner, items, count, digest: known }) => {
    expect(digest(owner, items)).toBe(known)
    expect(items).toHaveLength(count)
  },
)

test('the digest fits in 64 bits, whatever the sum', () => {
  const items = Array.from({ length: 1000 }, (_, i) => i + 1)
  expect(BigInt(digest('user-1', items))).toBeLessThan(2n ** 64n)
})

test('a doubled, a missing and a foreign item each change the digest, their order does not', () => {
  const digests = [digest('a', [1, 2]), digest('a', [1, 2, 2]), digest('a', [1]), digest('b', [1, 2])]
  expect(new Set(digests).size).toBe(4)
  expect(digest('a', [2, 1])).toBe(digest('a', [1, 2]))
})
