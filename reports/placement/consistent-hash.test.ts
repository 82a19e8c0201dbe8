import fc from 'fast-check'
import { expect, test } from 'vitest'
import { consistentHash } from './consistent-hash.ts'

const servers = (...ids: number[]) => ids.map((id) => ({ name: `web-${id}`, id }))

// What HAProxy 3.2.26 answered: `balance hash req.cook(visitor)`, `hash-type consistent`, weight 10, ids 1 to 3, then
// with server 4 added at run time.
test.each([
  ['visitor-0', 'web-2', 'web-2'],
  ['visitor-1', 'web-3', 'web-3'],
  ['visitor-2', 'web-2', 'web-4'],
  ['visitor-7', 'web-1', 'web-1'],
  ['visitor-42', 'web-2', 'web-2'],
  ['visitor-99', 'web-1', 'web-1'],
  ['visitor-100', 'web-2', 'web-2'],
  ['visitor-123456', 'web-2', 'web-4'],
  ['ä', 'web-2', 'web-2'],
])('%s goes to %s of three servers, and to %s when a fourth is added', (visitor, ofThree, ofFour) => {
  expect(consistentHash(servers(1, 2, 3), 10)(visitor)).toBe(ofThree)
  expect(consistentHash(servers(1, 2, 3, 4), 10)(visitor)).toBe(ofFour)
})

test('a server that is added takes users, and moves no other', () => {
  const before = consistentHash(servers(1, 2, 3), 10)
  const after = consistentHash(servers(1, 2, 3, 4), 10)
  fc.assert(
    fc.property(fc.string(), (visitor) => {
      expect([before(visitor), 'web-4']).toContain(after(visitor))
    }),
  )
})

test('the order in which servers are named does not matter, and without any there is nowhere to go', () => {
  fc.assert(
    fc.property(fc.string(), (visitor) => {
      expect(consistentHash(servers(3, 1, 2), 10)(visitor)).toBe(
        consistentHash(servers(1, 2, 3), 10)(visitor),
      )
    }),
  )
  expect(consistentHash([], 10)('visitor')).toBeUndefined()
})
