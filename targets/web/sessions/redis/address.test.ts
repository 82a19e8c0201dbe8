import { expect, test } from 'vitest'
import { addressIn } from './address.ts'

const redis = { host: 'redis', port: 6379, db: 0 }

test.each([
  ['redis://redis', redis],
  ['redis://redis:6380/2', { host: 'redis', port: 6380, db: 2 }],
  ['redis://user:p%40ss@redis', { ...redis, username: 'user', password: 'p@ss' }],
  ['rediss://redis', { ...redis, tls: {} }],
  [
    'redis+sentinel://sentinel-1,10.1.2.114:26380/sessions',
    {
      name: 'sessions',
      sentinels: [
        { host: 'sentinel-1', port: 26_379 },
        { host: '10.1.2.114', port: 26_380 },
      ],
    },
  ],
])('%s', (url, address) => {
  expect(addressIn(url)).toEqual(address)
})

test.each([
  undefined,
  '',
  'redis',
  'redis://',
  'http://redis:6379',
  'redis+sentinel://sentinel-1',
  'redis+sentinel:///sessions',
  'redis+sentinel://sentinel-1,/sessions',
])('%o is no address of a Redis', (url) => {
  expect(() => addressIn(url)).toThrow(`STORE_URL=${url ?? ''}: must be the address of a Redis`)
})
