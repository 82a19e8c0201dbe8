import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseDuration } from '../duration.ts'
import {
  balancerServerTimeoutMs,
  censusDeadlineMs,
  longestCensusMs,
  mostSessions,
  mostTabs,
  sessionTtlMs,
  sweepMs,
} from './limits.ts'

const fileOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

describe('the limits are those of the stacks', () => {
  test('sessions live as long as docker-compose.yml says', () => {
    const seconds = /SESSION_TTL_SECONDS:-(\d+)/.exec(fileOf('docker-compose.yml'))?.[1]
    expect(Number(seconds) * 1_000).toBe(sessionTtlMs)
  })

  test('the balancer gives up on a server when its configuration says', () => {
    const timeout = /timeout server (\S+)/.exec(fileOf('targets/balancers/haproxy/haproxy.cfg'))?.[1]
    expect(parseDuration(timeout ?? '')).toBe(balancerServerTimeoutMs)
  })

  test('a session has as many tabs as the ledger of the traffic can tell apart', () => {
    const most = /const MaxTabs = (\d+)/.exec(fileOf('traffic/ledger/tabs.go'))?.[1]
    expect(Number(most)).toBe(mostTabs)
  })

  test('servers are asked for causes for as long as the traffic does so', () => {
    const seconds = /sweepTime = (\d+) \* time\.Second/.exec(fileOf('traffic/sweep.go'))?.[1]
    expect(Number(seconds) * 1_000).toBe(sweepMs)
  })
})

describe('a census', () => {
  const load = {
    users: 600,
    rate: [{ atMs: 0, perSecond: 300 }],
    warmUpMs: 5_000,
    timeoutMs: 3_000,
    durationMs: 20_000,
    operations: { logout: 0.02 },
  }

  test('reads one session for each user, one more for each loss and each logout', () => {
    expect(mostSessions(load)).toBe(600 + 600 + 120)
  })

  test('has half as long again as reading takes, four time-outs, and the longest replay', () => {
    expect(censusDeadlineMs(load)).toBe(6_600 + 12_000 + 2_000)
  })

  test('takes longer where there are more sessions, each of which may have to be confirmed by two reads', () => {
    const sessions = 6_000
    expect(longestCensusMs(load, sessions)).toBe(censusDeadlineMs(load) + 1.5 * 20_000 + 2 * 20_000)
  })
})
