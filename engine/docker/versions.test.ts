import { expect, test } from 'vitest'
import { parseVersions } from './versions.ts'

test.each([
  ['redis', 'Redis server v=8.0.2 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1', { redis: '8.0.2' }],
  ['postgres', 'postgres (PostgreSQL) 17.6 (Debian 17.6-0+deb13u1)\n', { postgres: '17.6' }],
  ['memcached', 'memcached 1.6.38\n', { memcached: '1.6.38' }],
  ['cassandra', 'cassandra-all-5.0.6.jar\n', { cassandra: '5.0.6' }],
  ['web', 'node 24.21.0\nfastify 5.6.2\n', { node: '24.21.0', fastify: '5.6.2' }],
  ['store', 'sh: 1: store: not found\n', { store: 'unknown' }],
])('%s says %o', (kind, output, versions) => {
  expect(parseVersions(kind, output)).toEqual(versions)
})
