import { expect, test } from 'vitest'
import type { RecordOf } from '../../engine/journal/records.ts'
import type { FaultResult } from '../trial-result.ts'
import { CalledDownTally, calledDownIn } from './called-down.ts'

const startUnixMs = 1_769_854_500_000
const clock = {
  fromEngine: (unixMs: number) => unixMs - startUnixMs,
  fromDaemon: (unixMs: number) => unixMs - startUnixMs,
  uncertaintyMs: 2,
}

function called(server: string, status: 'up' | 'down', atMs: number): RecordOf<'health'> {
  const detail = status === 'down' ? { detail: 'Layer7 timeout, check duration: 200ms' } : {}
  return { type: 'health', at: 0, server, status, unixMs: startUnixMs + atMs, ...detail }
}

function aFaultOn(victim: string, atMs: number): FaultResult {
  return {
    fault: 'f1',
    kind: 'kill',
    title: 'kill',
    victim,
    plannedAtMs: atMs,
    steps: [{ step: 'requested', atMs, detail: null }],
    verdict: 'confirmed',
    reason: '',
  }
}

test('a server that is called down without a fault is told until it is called up again', () => {
  const health = [
    called('web-1', 'down', 12_000),
    called('web-2', 'up', 12_500),
    called('web-1', 'up', 13_000),
  ]
  expect(calledDownIn({ health }, clock, [])).toEqual([
    {
      server: 'web-1',
      fromMs: 12_000,
      toMs: 13_000,
      reason: 'Layer7 timeout, check duration: 200ms',
      signedOut: 0,
    },
  ])
})

test('one that is not called up again is down to the end; one that was up before the load matters to nobody', () => {
  const health = [called('web-1', 'down', -900), called('web-1', 'up', -100), called('web-2', 'down', 20_000)]
  expect(calledDownIn({ health }, clock, [])).toMatchObject([{ server: 'web-2', toMs: null }])
})

test.each<[what: string, fault: FaultResult, servers: string[]]>([
  ['a fault on it before', aFaultOn('web-1', 10_000), []],
  ['a fault on it at that moment, as well as the clocks are known', aFaultOn('web-1', 12_001), []],
  ['a fault on a store before, on which checks may depend', aFaultOn('redis', 10_000), []],
  ['a fault on the balancer before', aFaultOn('haproxy', 10_000), []],
  ['a fault on another server', aFaultOn('web-2', 10_000), ['web-1']],
  ['a fault on it afterwards', aFaultOn('web-1', 15_000), ['web-1']],
])('whether a server that is called down is told, with %s', (_what, fault, servers) => {
  const found = calledDownIn({ health: [called('web-1', 'down', 12_000)] }, clock, [fault])
  expect(found.map(({ server }) => server)).toEqual(servers)
})

test('users of such a server who are signed out meanwhile are counted, and no others', () => {
  const down = { server: 'web-1', fromMs: 12_000, toMs: 13_000, reason: null, signedOut: 0 }
  const tally = new CalledDownTally([down, { ...down, server: 'web-2', toMs: null }])
  for (const [homeServer, signedOutAtMs] of [
    ['web-1', 11_999],
    ['web-1', 12_000],
    ['web-1', 12_400],
    ['web-1', 13_001],
    ['web-1', null],
    ['web-2', 60_000],
    ['web-3', 12_400],
  ] as const) {
    tally.add({ homeServer, signedOutAtMs })
  }
  expect(tally.results().map(({ signedOut }) => signedOut)).toEqual([2, 1])
})
