import { expect, test } from 'vitest'
import { sourceHash } from './source-hash.ts'

const addresses = Array.from({ length: 1_200 }, (_, n) => `10.0.${n >> 8}.${n & 255}`)

/** The share of addresses whose server is another one after a change. */
function moved(before: readonly string[], after: readonly string[]): number {
  const changed = addresses.filter((address) => sourceHash(before)(address) !== sourceHash(after)(address))
  return changed.length / addresses.length
}

test('an address is a number, modulo the servers', () => {
  // 10.0.0.1 is 167772161, which is 2 modulo 3.
  expect(sourceHash(['web-1', 'web-2', 'web-3'])('10.0.0.1')).toBe('web-3')
  expect(sourceHash([])('10.0.0.1')).toBeUndefined()
})

test('adding a fourth server moves three users of four: a key stays only where it is the same modulo 3 and 4', () => {
  expect(moved(['web-1', 'web-2', 'web-3'], ['web-1', 'web-2', 'web-3', 'web-4'])).toBe(3 / 4)
})

test('losing one of three moves its own users and half of the others', () => {
  expect(moved(['web-1', 'web-2', 'web-3'], ['web-1', 'web-3'])).toBe(2 / 3)
})
