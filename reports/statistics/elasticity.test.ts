import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { elasticityOf, elasticSpeedUp, type Level, levelAt } from './elasticity.ts'

const levels = (...pairs: [atMs: number, servers: number | null][]): Level[] =>
  pairs.map(([atMs, servers]) => ({ atMs, servers }))

describe('servers that lag behind the load', () => {
  const demand = levels([0, 2], [10_000, 4], [20_000, 3])
  const supply = levels([0, 2], [15_000, 3], [30_000, 4])

  test('by hand', () => {
    // 10 to 15 s: 2 of 4 are missing; 15 to 20 s: 1 of 4; 30 to 40 s: 1 is there beyond 3.
    const found = elasticityOf(demand, supply, { fromMs: 0, toMs: 40_000 })
    expect(found).toMatchObject({ knownMs: 40_000, unknownMs: 0 })
    expect(found.elasticity?.underAccuracy).toBeCloseTo((0.5 * 5 + 0.25 * 5) / 40, 12)
    expect(found.elasticity?.overAccuracy).toBeCloseTo(10 / 3 / 40, 12)
    expect(found.elasticity?.underTimeShare).toBeCloseTo(10 / 40, 12)
    expect(found.elasticity?.overTimeShare).toBeCloseTo(10 / 40, 12)
  })

  test('only the span counts, wherever its edges lie', () => {
    const found = elasticityOf(demand, supply, { fromMs: 12_500, toMs: 17_500 })
    expect(found.elasticity).toEqual({
      underAccuracy: 0.375,
      overAccuracy: 0,
      underTimeShare: 1,
      overTimeShare: 0,
    })
  })

  test('what is not known of either is left out of every mean, and said', () => {
    const partly = levels([0, 2], [10_000, null], [20_000, 3])
    const found = elasticityOf(partly, supply.slice(1), { fromMs: 0, toMs: 40_000 })
    expect(found).toEqual({
      elasticity: { underAccuracy: 0, overAccuracy: 1 / 6, underTimeShare: 0, overTimeShare: 0.5 },
      knownMs: 20_000,
      unknownMs: 20_000,
    })
  })

  test('nothing known, nothing told', () => {
    expect(elasticityOf([], supply, { fromMs: 0, toMs: 1_000 })).toEqual({
      elasticity: null,
      knownMs: 0,
      unknownMs: 1_000,
    })
  })
})

describe('the elastic speed-up', () => {
  const good = { underAccuracy: 0.1, overAccuracy: 0.05, underTimeShare: 0.2, overTimeShare: 0.1 }
  const bad = { underAccuracy: 0.4, overAccuracy: 0.1, underTimeShare: 0.4, overTimeShare: 0.1 }

  test('is the geometric mean of what got better', () => {
    // 4 · 2 · 2 · 1 = 16, and its fourth root is 2.
    expect(elasticSpeedUp(bad, good)).toBeCloseTo(2, 12)
    expect(elasticSpeedUp(good, bad)).toBeCloseTo(1 / 2, 12)
    expect(elasticSpeedUp(good, good)).toBe(1)
  })

  test('is not defined as soon as one term is 0, which good autoscalers reach', () => {
    expect(elasticSpeedUp(bad, { ...good, underAccuracy: 0 })).toBeNull()
    expect(elasticSpeedUp({ ...bad, overTimeShare: 0 }, good)).toBeNull()
    const none = { ...good, underAccuracy: 0 }
    expect(elasticSpeedUp(none, none)).toBeNull()
  })
})

describe('always', () => {
  const steps = fc
    .array(
      fc.record({ atMs: fc.integer({ min: -5_000, max: 60_000 }), servers: fc.integer({ min: 1, max: 9 }) }),
    )
    .map((all): Level[] => [{ atMs: -10_000, servers: 1 }, ...all.sort((a, b) => a.atMs - b.atMs)])
  const span = { fromMs: 0, toMs: 50_000 }
  const of = (demand: Level[], supply: Level[]) => {
    const { elasticity } = elasticityOf(demand, supply, span)
    if (!elasticity) throw new Error('Both are known.')
    return elasticity
  }
  /** Every level that holds at some time of the span. */
  const isEver = (demand: Level[], supply: Level[], holds: (d: number, s: number) => boolean) =>
    [span.fromMs, ...[...demand, ...supply].map(({ atMs }) => atMs)]
      .filter((atMs) => atMs >= span.fromMs && atMs < span.toMs)
      .some((atMs) => holds(levelAt(demand, atMs) ?? 0, levelAt(supply, atMs) ?? 0))

  test('θU and τU are 0 exactly when servers were never missing, θO and τO when never in excess', () => {
    fc.assert(
      fc.property(steps, steps, (demand, supply) => {
        const found = of(demand, supply)
        const wasUnder = isEver(demand, supply, (d, s) => s < d)
        const wasOver = isEver(demand, supply, (d, s) => s > d)
        expect([found.underAccuracy > 0, found.underTimeShare > 0]).toEqual([wasUnder, wasUnder])
        expect([found.overAccuracy > 0, found.overTimeShare > 0]).toEqual([wasOver, wasOver])
      }),
    )
  })

  test('time is shared between too few, too many and as many as demanded', () => {
    fc.assert(
      fc.property(steps, steps, (demand, supply) => {
        const { underAccuracy, underTimeShare, overTimeShare } = of(demand, supply)
        expect(underTimeShare + overTimeShare).toBeLessThanOrEqual(1 + 1e-9)
        expect(underAccuracy).toBeLessThanOrEqual(underTimeShare + 1e-9)
      }),
    )
  })

  test('a server more is never less in excess, and never more missing', () => {
    fc.assert(
      fc.property(steps, steps, (demand, supply) => {
        const more = supply.map(({ atMs, servers }) => ({ atMs, servers: (servers ?? 0) + 1 }))
        const [before, after] = [of(demand, supply), of(demand, more)]
        expect(after.underAccuracy).toBeLessThanOrEqual(before.underAccuracy + 1e-9)
        expect(after.overAccuracy).toBeGreaterThanOrEqual(before.overAccuracy - 1e-9)
      }),
    )
  })
})
