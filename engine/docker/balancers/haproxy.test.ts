import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { balancerNames } from '../../catalogue/places.ts'
import { loadBalancer } from '../balancer-kind.ts'
import { parseLogLine, parseRequestLine } from './haproxy/log.ts'
import { readPolicy } from './haproxy/policy.ts'
import { parseStatistics } from './haproxy/statistics.ts'

// What HAProxy 3.2.26 wrote, shortened after the columns that are read.
const csv = readFileSync(new URL('haproxy/testdata/show-stat.csv', import.meta.url), 'utf8')

test('its statistics are read by the names of their columns', () => {
  expect(parseStatistics(csv)).toEqual([
    { server: 'web-1', status: 'UP', connections: 2, requests: 120, retries: 1, redispatches: 0 },
    { server: 'web-2', status: 'DOWN', connections: 0, requests: 80, retries: 9, redispatches: 3 },
  ])
})

test('no servers are no rows', () => {
  expect(parseStatistics(csv.split('\n')[0] ?? '')).toEqual([])
})

test.each([
  [
    '2026-01-31T10:15:00.250500000Z Server web/web-2 is DOWN, reason: Layer4 timeout, check duration: 200ms. 2 active and 0 backup servers left.',
    { service: 'web-2', action: 'down', detail: 'Layer4 timeout, check duration: 200ms' },
  ],
  [
    '2026-01-31T10:15:00.250500000Z Server web/web-12 is UP, reason: Layer7 check passed, code: 200, check duration: 4ms. 1 active and 0 backup servers online.',
    { service: 'web-12', action: 'up', detail: 'Layer7 check passed, code: 200, check duration: 4ms' },
  ],
])('%s', (line, event) => {
  expect(parseLogLine(line)).toEqual({
    ...event,
    unixMs: expect.closeTo(Date.UTC(2026, 0, 31, 10, 15) + 250.5, 3),
  })
})

test('a process that a reload has replaced says so', () => {
  const line = '2026-01-31T10:15:00.250500000Z Proxy web stopped (cumulated conns: FE: 0, BE: 10).'
  expect(parseLogLine(line)).toEqual({
    service: 'haproxy',
    action: 'reload',
    unixMs: expect.closeTo(Date.UTC(2026, 0, 31, 10, 15) + 250.5, 3),
  })
})

test.each([
  '2026-01-31T10:15:00.25Z Proxy users stopped (cumulated conns: FE: 10, BE: 0).',
  '2026-01-31T10:15:00.25Z Server web/web-2 is going DOWN for maintenance. 2 active and 0 backup servers left.',
  '2026-01-31T10:15:00.25Z backend web has no server available!',
  '2026-01-31T10:15:00.25Z Server web/web-2 is UPDATED',
  '',
])('is no event: %s', (line) => {
  expect(parseLogLine(line)).toBeUndefined()
})

test.each([
  [
    'a new user, into whose answer the cookie was put',
    'request\tweb-1\t201\t--NI\t0',
    { server: 'web-1', word: '--NI', retries: 0, redispatched: false },
  ],
  [
    'a user whose cookie is valid',
    'request\tweb-3\t200\t--VN\t0',
    { server: 'web-3', word: '--VN', retries: 0, redispatched: false },
  ],
  [
    'a user whose server is down, who came to another one',
    'request\tweb-1\t404\t--DI\t+1',
    { server: 'web-1', word: '--DI', retries: 1, redispatched: true },
  ],
  [
    'a request that no server was left for',
    'request\t<NOSRV>\t503\tsCDN\t+3',
    { server: undefined, word: 'sCDN', retries: 3, redispatched: true },
  ],
])('tells of %s', (_what, line, request) => {
  expect(parseRequestLine(`2026-01-31T10:15:00.25Z ${line}`)).toEqual(request)
})

test.each(['', '2026-01-31T10:15:00.25Z Server web/web-2 is UP'])('is no request: %s', (line) =>
  expect(parseRequestLine(line)).toBeUndefined(),
)

test.each([
  ['each', 'each retry goes to another server'],
  ['last', 'last retry goes to another server'],
  ['off', 'off: no retry goes to another server'],
])('says whom a retry goes to: %s', async (setting, redispatch) => {
  expect(await readPolicy(setting)).toMatchObject({ redispatch })
})

test('its failure policy is what its configuration declares', async () => {
  const { failurePolicy } = await loadBalancer('haproxy')
  expect(await failurePolicy()).toMatchObject({
    'timeout connect': '300ms',
    'timeout check': '200ms',
    retries: '3',
    'default-server': expect.stringContaining('check inter 500ms fastinter 100ms fall 2'),
  })
})

test.each(await balancerNames())('%s declares what it does with failures', async (name) => {
  const { failurePolicy } = await loadBalancer(name)
  expect(Object.keys(await failurePolicy())).toEqual(
    expect.arrayContaining([
      'what is retried',
      'open requests of a dead server',
      'keep-alive to the servers',
    ]),
  )
})

test('a balancer that has no file is not found', async () => {
  await expect(loadBalancer('nowhere')).rejects.toThrow(/nowhere/)
})
