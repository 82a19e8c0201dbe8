import { describe, expect, test } from 'vitest'
import { type Delay, quantile, summarize, tableOf } from './delays.ts'
import { planWaves } from './fault-plan.ts'

describe('quantile: the value of rank ⌈q·n⌉', () => {
  // The textbook example of the nearest-rank method: percentiles 5, 30, 40, 50 and 100 of these five.
  test.each([
    [0.05, 15],
    [0.3, 20],
    [0.4, 20],
    [0.5, 35],
    [1, 50],
  ])('%d of 15, 20, 35, 40, 50 is %d', (q, expected) => {
    expect(quantile([40, 15, 50, 20, 35], q)).toBe(expected)
  })
  test('of a hundred, one lies above p99', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
    expect(quantile(hundred, 0.99)).toBe(99)
  })
  test('of nothing is no number', () => {
    expect(quantile([], 0.5)).toBeNaN()
  })
})

describe('the plan', () => {
  const victims = ['a', 'b', 'c', 'd', 'e', 'f']
  const waves = planWaves(20, victims, 7)

  test('has as many faults as asked for in each way, half of them kills', () => {
    const counts = Object.groupBy(waves.flat(), ({ kind, way }) => `${kind} ${way}`)
    expect(Object.entries(counts).map(([what, faults]) => [what, faults?.length])).toEqual(
      expect.arrayContaining([
        ['kill API', 10],
        ['kill CLI', 10],
        ['freeze API', 10],
        ['freeze CLI', 10],
      ]),
    )
  })
  test('strikes nobody twice in a wave', () => {
    for (const wave of waves) expect(new Set(wave.map(({ victim }) => victim)).size).toBe(wave.length)
  })
  test('is the same for the same seed, and another for another', () => {
    expect(planWaves(20, victims, 7)).toEqual(waves)
    expect(planWaves(20, victims, 8)).not.toEqual(waves)
  })
})

test('the table has both ways beside each other, and how many times as long the command line takes', () => {
  const delays: Delay[] = [
    { kind: 'kill', way: 'API', ms: 20 },
    { kind: 'kill', way: 'CLI', ms: 50 },
    { kind: 'freeze', way: 'API', ms: 4 },
    { kind: 'freeze', way: 'CLI', ms: 16 },
  ]
  expect(tableOf(summarize(delays)).split('\n')).toEqual([
    'fault   way                n  median ms     p99 ms',
    'kill    API                1       20.0       20.0',
    'kill    CLI                1       50.0       50.0',
    'kill    CLI ÷ API                  2.50       2.50',
    'freeze  API                1        4.0        4.0',
    'freeze  CLI                1       16.0       16.0',
    'freeze  CLI ÷ API                  4.00       4.00',
    'both    API                2        4.0       20.0',
    'both    CLI                2       16.0       50.0',
    'both    CLI ÷ API                  4.00       2.50',
  ])
})
