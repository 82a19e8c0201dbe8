import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Climb, searchHighestRate } from './search.ts'

/** Servers that carry so much, and not a request more. */
function servers(capacity: number) {
  const climbs: Climb[] = []
  const tryOut = async (climb: Climb) => {
    climbs.push(climb)
    const rates = Array.from({ length: climb.count }, (_, index) => climb.from * climb.factor ** index)
    const failed = rates.findIndex((rate) => rate > capacity)
    return rates.slice(0, failed === -1 ? rates.length : failed + 1).map((ratePerSecond) => {
      const met = ratePerSecond <= capacity
      return { ratePerSecond, scheduled: 100, inTime: met ? 100 : 0, met }
    })
  }
  return { tryOut, climbs }
}

test('the highest rate is found to a tenth, whatever it is, where nothing is known before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 20, max: 1_500, noNaN: true }), async (capacity) => {
      const found = (await searchHighestRate(servers(capacity).tryOut, { lowest: 100 })) ?? Number.NaN
      expect(found).toBeLessThanOrEqual(capacity)
      expect(found * 1.1).toBeGreaterThan(capacity * (1 - 1e-9))
    }),
  )
})

describe('where it is known about what to expect', () => {
  test('one climb finds it', async () => {
    const { tryOut, climbs } = servers(310)
    const found = await searchHighestRate(tryOut, { lowest: 100, expected: 300 })
    expect(climbs).toHaveLength(1)
    expect(found).toBeGreaterThan(280)
    expect(found).toBeLessThanOrEqual(310)
  })

  test('a hiccup is tried again, and does not count', async () => {
    const { tryOut, climbs } = servers(310)
    const hiccup = async (climb: Climb) => {
      const steps = await tryOut(climb)
      return climbs.length > 1
        ? steps
        : steps.slice(0, 2).map((step, index) => ({ ...step, met: index === 0 }))
    }
    const found = await searchHighestRate(hiccup, { lowest: 100, expected: 300 })
    expect(climbs).toHaveLength(2)
    expect(found).toBeGreaterThan(280)
  })

  test('and a second one where it is much less: more servers may carry no more', async () => {
    const { tryOut, climbs } = servers(160)
    const found = await searchHighestRate(tryOut, { lowest: 100, expected: 300 })
    expect(climbs).toHaveLength(2)
    expect(found).toBeGreaterThan(145)
    expect(found).toBeLessThanOrEqual(160)
  })
})

test('where no rate that is tried meets the objective, there is none', async () => {
  expect(await searchHighestRate(servers(1).tryOut, { lowest: 100 })).toBeUndefined()
})
