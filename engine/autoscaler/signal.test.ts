import { expect, test } from 'vitest'
import { ratesBetween, requestsOf } from './signal.ts'

const aServer = (server: string, requests: number, status = 'UP') => ({
  server,
  requests,
  status,
  connections: 0,
  retries: 0,
  redispatches: 0,
})

test('requests a second of each server, between two looks at the balancer', () => {
  const before = requestsOf([aServer('web-1', 100), aServer('web-2', 200)], 1_000)
  const now = requestsOf([aServer('web-1', 400), aServer('web-2', 260)], 6_000)
  expect(Object.fromEntries(ratesBetween(before, now))).toEqual({ 'web-1': 60, 'web-2': 12 })
})

test('who came, who drains and whose counter began anew has no rate', () => {
  const before = requestsOf([aServer('web-1', 100), aServer('web-2', 200), aServer('web-3', 300)], 0)
  const now = requestsOf(
    [aServer('web-1', 4), aServer('web-2', 260, 'DRAIN'), aServer('web-3', 301), aServer('web-4', 9)],
    1_000,
  )
  expect([...ratesBetween(before, now).keys()]).toEqual(['web-3'])
})
