import { expect, test } from 'vitest'
import { storePath, urlBy } from './store-path.ts'

test.each([
  ['redis://10.1.2.101:6379', 'redis://10.1.2.4:10501'],
  ['postgres://postgres@10.1.2.102:5432/postgres', 'postgres://postgres@10.1.2.4:10502/postgres'],
  ['memcached://10.1.2.121:11211,10.1.2.122:11211', 'memcached://10.1.2.4:10521,10.1.2.4:10522'],
  ['redis://redis:6379', 'redis://redis:6379'],
])('web-2 finds its own way for %s', (straight, proxied) => {
  expect(urlBy(storePath('10.1.2.4', 'web-2'), straight)).toBe(proxied)
  expect(urlBy(storePath(undefined, 'web-2'), straight)).toBe(straight)
})

test('no two servers, and no two nodes, share a way', () => {
  const ports = Array.from({ length: 90 }, (_, index) => storePath('10.1.2.4', `web-${index + 1}`)).flatMap(
    (path) =>
      Array.from({ length: 27 }, (_, index) => path({ host: `10.1.2.${index + 101}`, port: 6379 }).port),
  )
  expect(new Set(ports).size).toBe(90 * 27)
  expect(Math.max(...ports)).toBeLessThan(32_768)
})
