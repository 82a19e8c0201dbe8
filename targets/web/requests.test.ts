import { describe, expect, test } from 'vitest'
import { itemIn, ownerIn, RequestError, tokenIn } from './requests.ts'

describe('the token in a Cookie header', () => {
  test.each([
    ['session=abc', 'abc'],
    ['SERVER=web-2; session=abc', 'abc'],
    ['session=abc; SERVER=web-2', 'abc'],
    ['a=1;session=abc;b=2', 'abc'],
    ['session=abc=', 'abc='],
    ['mysession=abc', undefined],
    ['session=', undefined],
    ['sessions=abc', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%o: %o', (cookies, token) => expect(tokenIn(cookies)).toBe(token))
})

describe('the owner of a login', () => {
  test.each(['user-1', ' ', 'Zoë', '🦉'.repeat(64)])('%o is taken as it is', (owner) => {
    expect(ownerIn({ owner })).toBe(owner)
  })

  test.each([undefined, null, 'user-1', [], {}, { owner: '' }, { owner: 1 }, { owner: '\ud800' }])(
    'a body of %o is malformed',
    (body) =>
      expect(() => ownerIn(body)).toThrow(new RequestError(400, 'owner must be a text that is not empty')),
  )

  test.each(['x'.repeat(257), `${'🦉'.repeat(64)}x`])('more than 256 bytes are too large', (owner) => {
    expect(() => ownerIn({ owner })).toThrow(expect.objectContaining({ statusCode: 413 }))
  })
})

describe('the item of a write', () => {
  test.each([1, 2, Number.MAX_SAFE_INTEGER])('%o is taken as it is', (item) => {
    expect(itemIn({ item })).toBe(item)
  })

  test.each([
    undefined,
    null,
    1,
    {},
    { item: 0 },
    { item: -1 },
    { item: 1.5 },
    { item: '1' },
    { item: 2 ** 53 },
  ])('a body of %o is malformed', (body) =>
    expect(() => itemIn(body)).toThrow(new RequestError(400, 'item must be a positive integer')),
  )
})
