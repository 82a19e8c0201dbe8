import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planExperiment } from './plan.ts'
import { aScenario, aTarget } from './trial/testing/a-trial.ts'

const targets = ['a', 'b', 'c'].map((name) => aTarget({ name }))
const scenarios = ['kill', 'add'].map((name) => aScenario({ name }))
const plan = (seed: number, blocks = 4) =>
  planExperiment({ targets, scenarios, blocks, seed, baseline: 'a' }).trials

const orders = (seed: number, blocks = 4) =>
  Map.groupBy(plan(seed, blocks), ({ block, scenario }) => `${block}/${scenario.name}`)

test('every block runs every scenario with every target once', () => {
  for (const trials of orders(1).values()) {
    expect(trials.map(({ target }) => target.name).sort()).toEqual(['a', 'b', 'c'])
    expect(trials.map(({ position }) => position)).toEqual([1, 2, 3])
  }
  expect(orders(1).size).toBe(8)
})

test('a target that a scenario does not suit is in the plan, with why it will be skipped', () => {
  const unfit = [{ scenario: 'kill', target: 'b', reason: 'b has no redis' }]
  const { trials } = planExperiment({ targets, scenarios, blocks: 1, seed: 1, baseline: 'a', unfit })
  const skipped = trials.filter((trial) => trial.skipped)
  expect(skipped.map(({ id, skipped }) => [id, skipped])).toEqual([['b1-b-kill', 'b has no redis']])
})

test('each trial has an id of its own that says what it is', () => {
  const ids = plan(1).map(({ id }) => id)
  expect(new Set(ids).size).toBe(24)
  expect(ids).toContain('b3-a-kill')
})

test('the same seed gives the same plan, another seed another one', () => {
  expect(plan(5)).toEqual(plan(5))
  expect(plan(5).map(({ id }) => id)).not.toEqual(plan(6).map(({ id }) => id))
})

describe('the traffic of a trial', () => {
  test('is the same for all targets of a block, and differs between blocks and scenarios', () => {
    const seeds = [...orders(1).values()].map(
      (trials) => new Set(trials.map(({ trafficSeed }) => trafficSeed)),
    )
    for (const seed of seeds) expect(seed.size).toBe(1)
    expect(new Set(seeds.flatMap((seed) => [...seed])).size).toBe(8)
  })

  test('has a seed that JSON and Go can hold exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), (seed) =>
        plan(seed, 1).every(({ trafficSeed }) => Number.isSafeInteger(trafficSeed) && trafficSeed >= 0),
      ),
      { numRuns: 20 },
    )
  })
})

test('the order is drawn for each block by itself: each target comes first about as often', () => {
  const first = plan(1, 300).filter(({ position, scenario }) => position === 1 && scenario.name === 'kill')
  for (const trials of Map.groupBy(first, ({ target }) => target.name).values()) {
    // 100 expected of 300, standard deviation 8.2: five of them on either side.
    expect(trials.length).toBeGreaterThan(59)
    expect(trials.length).toBeLessThan(141)
  }
})
