import { describe, expect, test } from 'vitest'
import type { FaultResult } from '../trial-result.ts'
import { faultWindow } from './window.ts'

const clock = { fromEngine: (ms: number) => ms, fromDaemon: (ms: number) => ms, uncertaintyMs: 0 }

function struck(victim: string, steps: [FaultResult['steps'][number]['step'], number][]): FaultResult {
  return {
    fault: 'f1',
    kind: 'kill',
    title: 'kill half of web',
    victim,
    plannedAtMs: 10_000,
    steps: steps.map(([step, atMs]) => ({ step, atMs, detail: null })),
    verdict: 'confirmed',
    reason: '',
  }
}

const view = (at: number, ...up: string[]) => ({
  type: 'balancer' as const,
  at,
  servers: up.map((server) => ({
    server: server.replace('!', ''),
    status: server.endsWith('!') ? 'DOWN' : 'UP 1/2',
    connections: 0,
    requests: 0,
    retries: 0,
    redispatches: 0,
  })),
})

const windowOf = (victims: FaultResult[], balancers: ReturnType<typeof view>[] = []) =>
  faultWindow(victims, { balancers, clock, addresses: 0 })

describe('the window of a fault', () => {
  test('reaches from the first request to the last effect, over all victims', () => {
    const victims = [
      struck('web-1', [
        ['requested', 10_000],
        ['observed', 10_030],
      ]),
      struck('web-2', [
        ['requested', 10_100],
        ['observed', 10_150],
      ]),
    ]
    expect(windowOf(victims)).toMatchObject({
      victims: ['web-1', 'web-2'],
      fromMs: 10_000,
      toMs: 10_150,
    })
  })

  test('never ends before it begins, even where the clocks disagree', () => {
    const victim = struck('web-2', [
      ['requested', 10_000],
      ['observed', 9_998],
    ])
    expect(windowOf([victim])).toMatchObject({ fromMs: 10_000, toMs: 10_000 })
  })

  test('ends with the API’s answer where the daemon reported nothing', () => {
    const victim = struck('web-2', [
      ['requested', 10_000],
      ['acknowledged', 10_090],
    ])
    expect(windowOf([victim]).toMs).toBe(10_090)
  })

  test('knows which servers were up at the request', () => {
    const views = [view(9_000, 'web-1', 'web-2', 'web-3!'), view(10_500, 'web-1', 'web-2!', 'web-3!')]
    const victim = struck('web-2', [['requested', 10_000]])
    expect(windowOf([victim], views).serversUp).toEqual(['web-1', 'web-2'])
    expect(windowOf([victim]).serversUp).toBeNull()
  })
})

describe('a strike', () => {
  const drained = struck('web-1', [
    ['requested', 10_000],
    ['draining', 10_200],
    ['takingOut', 14_000],
    ['takenOut', 14_020],
    ['acknowledged', 14_400],
    ['observed', 14_390],
  ])

  test('on a server that is taken out is that, and neither the drain before it nor its end after it', () => {
    expect(windowOf([drained])).toMatchObject({
      fromMs: 10_000,
      toMs: 14_020,
      strikes: [{ victim: 'web-1', fromMs: 14_000, toMs: 14_020, drained: { fromMs: 10_000, toMs: 10_200 } }],
    })
  })

  test('is each victim’s own', () => {
    const second = struck('web-2', [
      ['requested', 20_000],
      ['takingOut', 20_001],
      ['takenOut', 20_030],
      ['observed', 20_500],
    ])
    const waiting = struck('web-3', [])
    expect(windowOf([drained, second, waiting]).strikes).toMatchObject([
      { victim: 'web-1' },
      { victim: 'web-2', fromMs: 20_001, toMs: 20_030 },
    ])
  })

  test('is as wide as the clocks are unsure', () => {
    const unsure = { ...clock, uncertaintyMs: 2 }
    const { strikes } = faultWindow([drained], { balancers: [], clock: unsure, addresses: 0 })
    expect(strikes[0]).toMatchObject({
      fromMs: 13_998,
      toMs: 14_022,
      drained: { fromMs: 9_998, toMs: 10_202 },
    })
  })
})
