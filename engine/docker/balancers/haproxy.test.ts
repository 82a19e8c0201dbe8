import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadBalancer } from '../balancer-kind.ts'
import { parseLogLine } from './haproxy/log.ts'
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

test.each([
  '2026-01-31T10:15:00.25Z Server web/web-2 is going DOWN for maintenance. 2 active and 0 backup servers left.',
  '2026-01-31T10:15:00.25Z backend web has no server available!',
  '2026-01-31T10:15:00.25Z Server web/web-2 is UPDATED',
  '',
])('is no event: %s', (line) => {
  expect(parseLogLine(line)).toBeUndefined()
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

test('a balancer that has no file is not found', async () => {
  await expect(loadBalancer('nowhere')).rejects.toThrow(/nowhere/)
})
