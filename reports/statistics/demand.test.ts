import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rateAt } from '../../engine/journal/rate.ts'
import { demandOver } from './demand.ts'
import { elasticityOf, type Level, levelAt } from './elasticity.ts'

/** Less for each server more, as measured capacities are. */
const capacities = [
  { servers: 1, ratePerSecond: 100 },
  { servers: 2, ratePerSecond: 190 },
  { servers: 3, ratePerSecond: 270 },
  { servers: 4, ratePerSecond: 340 },
]
const ramps = [
  { atMs: 0, perSecond: 80 },
  { atMs: 20_000, perSecond: 80 },
  { atMs: 60_000, perSecond: 320 },
  { atMs: 80_000, perSecond: 320 },
  { atMs: 110_000, perSecond: 60 },
]

describe('the demand of a load', () => {
  test('steps at the very instants at which its rate crosses a capacity', () => {
    const found = demandOver(ramps, capacities)
    expect(found.map(({ servers }) => servers)).toEqual([1, 2, 3, 4, 3, 2, 1])
    // Up by 6 operations a second each second, and down by 26 in 3 s: 320 to 270, to 190, to 100.
    const crossings = [20 + 20 / 6, 20 + 110 / 6, 20 + 190 / 6, 80 + 150 / 26, 80 + 390 / 26, 80 + 660 / 26]
    for (const [index, seconds] of crossings.entries()) {
      expect((found[index + 1]?.atMs ?? 0) / 1_000).toBeCloseTo(seconds, 9)
    }
  })

  test('is one level where the rate is one', () => {
    expect(demandOver([{ atMs: 0, perSecond: 190 }], capacities)).toEqual([
      { atMs: Number.NEGATIVE_INFINITY, servers: 2 },
    ])
  })

  test('jumps where the rate jumps', () => {
    const jump = [
      { atMs: 10_000, perSecond: 50 },
      { atMs: 10_000, perSecond: 300 },
    ]
    expect(demandOver(jump, capacities).map(({ atMs, servers }) => [atMs, servers])).toEqual([
      [Number.NEGATIVE_INFINITY, 1],
      [10_000, 4],
    ])
  })

  test('above every capacity that was measured is not known', () => {
    const found = demandOver(
      [
        { atMs: 0, perSecond: 300 },
        { atMs: 10_000, perSecond: 400 },
      ],
      capacities,
    )
    expect(found.map(({ atMs, servers }) => [atMs, servers])).toEqual([
      [Number.NEGATIVE_INFINITY, 4],
      [4_000, null],
    ])
  })

  test('is the fewest servers that can, also where more of them could do less', () => {
    const odd = [
      { servers: 1, ratePerSecond: 100 },
      { servers: 2, ratePerSecond: 90 },
      { servers: 3, ratePerSecond: 200 },
    ]
    const demandAt = (perSecond: number) => demandOver([{ atMs: 0, perSecond }], odd)[0]?.servers
    expect([80, 95, 150].map(demandAt)).toEqual([1, 1, 3])
  })

  test('is at every instant what the rate of that instant demands', () => {
    const points = fc
      .array(
        fc.record({ atMs: fc.integer({ min: 0, max: 60_000 }), perSecond: fc.integer({ min: 0, max: 400 }) }),
        { minLength: 1 },
      )
      .map((all) => all.sort((a, b) => a.atMs - b.atMs))
    fc.assert(
      fc.property(points, fc.integer({ min: -1_000, max: 70_000 }), (rate, ms) => {
        const atMs = ms + 0.25
        const now = rateAt(rate, atMs)
        const servers = capacities.find(({ ratePerSecond }) => ratePerSecond >= now)?.servers ?? null
        expect(levelAt(demandOver(rate, capacities), atMs)).toBe(servers)
      }),
    )
  })
})

test('a ramp up and down against servers that follow it, as an independent sum over fine steps has it', () => {
  const supply: Level[] = [
    { atMs: 0, servers: 1 },
    { atMs: 31_500, servers: 2 },
    { atMs: 52_250, servers: 3 },
    { atMs: 70_000, servers: 4 },
    { atMs: 100_000, servers: 3 },
    { atMs: 112_000, servers: 2 },
  ]
  const { elasticity } = elasticityOf(demandOver(ramps, capacities), supply, {
    fromMs: 10_000,
    toMs: 120_000,
  })
  // By the midpoint rule in steps of a quarter of a millisecond, in Python, from the definitions alone.
  expect(elasticity?.underAccuracy).toBeCloseTo(0.120518, 5)
  expect(elasticity?.overAccuracy).toBeCloseTo(0.290911, 5)
  expect(elasticity?.underTimeShare).toBeCloseTo(0.362123, 5)
  expect(elasticity?.overTimeShare).toBeCloseTo(0.311189, 5)
})
