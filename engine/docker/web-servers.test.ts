import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DockerError } from '../errors.ts'
import { addressOfServer, numberOfServer } from './web-servers.ts'

test.each([
  ['web-1', 1],
  ['web-12', 12],
  ['web-0', undefined],
  ['web-01', undefined],
  ['web', undefined],
  ['redis', undefined],
  ['memcached-1', undefined],
])('the number of %s is %s', (name, number) => {
  expect(numberOfServer(name)).toBe(number)
})

test('a server’s address follows from its name', () => {
  expect(addressOfServer('web-1', '10.231.7')).toBe('10.231.7.11')
  expect(addressOfServer('web-90', '10.231.7')).toBe('10.231.7.100')
})

test('there is an end to the addresses', () => {
  expect(() => addressOfServer('web-91', '10.231.7')).toThrow(DockerError)
})

test('the addresses are those that docker-compose.yml writes', () => {
  const compose = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8')
  const written = [
    ...compose.matchAll(
      /^ {2}(web-\d+):\n(?: {4}.*\n)*? +stack: \{ ipv4_address: "\$\{OUTLAST_NETWORK:-(.*)\}(\.\d+)"/gm,
    ),
  ]
  expect(written.length).toBeGreaterThan(0)
  for (const [, name = '', subnet = '', end] of written) {
    expect(addressOfServer(name, subnet)).toBe(`${subnet}${end}`)
  }
})
