import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MonkeyDescription } from './journal/descriptions.ts'
import { drawFaults, faultsThatMayStrike } from './monkey.ts'
import { planExperiment } from './plan.ts'
import { aScenario, aTarget } from './trial/testing/a-trial.ts'

type Candidate = MonkeyDescription['faults'][number]

const candidate = (kind: string, server: Candidate['server'], lastsMs?: number): Candidate => ({
  kind,
  title: kind,
  options: {},
  server,
  ...(lastsMs === undefined ? {} : { lastsMs }),
})
const kill = candidate('kill', 'goes')
const crash = candidate('crash', 'comesBack')
const freeze = candidate('freeze', 'comesBack', 3_000)
const add = candidate('add', 'isAdded')
const reload = candidate('reload', 'stays')

const scenario = (faults: Candidate[], durationMs = 300_000) =>
  aScenario({ name: 'monkey', durationMs, monkey: { everyMs: 8_000, faults } })
const drawn = (faults: Candidate[], seed: number, durationMs?: number) =>
  drawFaults(scenario(faults, durationMs), seed).method

const anySeed = fc.integer({ min: 0 })
const holds = (property: (seed: number) => void) => {
  const each = fc.property(anySeed, (seed) => {
    property(seed)
  })
  fc.assert(each, { numRuns: 30 })
}

describe('the faults of a block', () => {
  const plan = (seed: number) =>
    planExperiment({
      targets: ['a', 'b', 'c'].map((name) => aTarget({ name })),
      scenarios: [scenario([kill, crash, freeze, add])],
      blocks: 3,
      seed,
      baseline: 'a',
    }).trials
  const ofBlocks = (seed: number) =>
    [...Map.groupBy(plan(seed), ({ block }) => block).values()].map(
      (trials) => new Set(trials.map((trial) => JSON.stringify(trial.scenario.method))),
    )

  test('are the same, at the same times, for all targets', () => {
    for (const methods of ofBlocks(5)) expect(methods.size).toBe(1)
  })

  test('are others in another block, and with another seed', () => {
    const methods = [...ofBlocks(5), ...ofBlocks(6)].flatMap((each) => [...each])
    expect(new Set(methods).size).toBe(6)
  })

  test('come again with the same seed', () => {
    expect(plan(5)).toEqual(plan(5))
  })

  test('are those that a scenario has written out, where it has', () => {
    const written = aScenario()
    expect(drawFaults(written, 1)).toBe(written)
  })
})

test('the first comes a whole interval after the warm-up, the others at half to one and a half of it', () => {
  holds((seed) => {
    const times = drawn([reload], seed).map(({ atMs }) => atMs)
    expect(times[0]).toBe(18_000)
    for (const [index, atMs] of times.slice(1).entries()) {
      expect(atMs - (times[index] ?? 0)).toBeGreaterThanOrEqual(4_000)
      expect(atMs - (times[index] ?? 0)).toBeLessThanOrEqual(12_000)
    }
    expect(times.length).toBeLessThanOrEqual(Math.ceil((300_000 - 18_000) / 4_000))
  })
})

test('all of them come, each with a number of its own', () => {
  const faults = drawn([crash, freeze, reload], 1)
  expect(new Set(faults.map(({ kind }) => kind)).size).toBe(3)
  expect(faults.map(({ id }) => id)).toEqual(faults.map((_, index) => `f${index + 1}`))
})

test('none lasts beyond the end of the load', () => {
  holds((seed) => {
    expect(drawn([freeze], seed, 20_000)).toEqual([])
    expect(drawn([freeze, reload], seed, 20_000).map(({ kind }) => kind)).toEqual(['reload'])
  })
})

describe('the last web server', () => {
  test('is spared by what takes servers for good: of three, two go', () => {
    holds((seed) => expect(drawn([kill], seed)).toHaveLength(2))
  })

  test('is spared while another one is on its way back, or starts', () => {
    holds((seed) => {
      const kinds = drawn([kill, crash, add], seed).map(({ kind }) => kind)
      // One that crashed, or was added, counts as there only after the fault that follows.
      const serving = kinds.map((_, index) => {
        const before = kinds.slice(0, index + 1)
        const count = (kind: string) => before.filter((each) => each === kind).length
        const startsNow = kinds[index] === 'add' ? 1 : 0
        const awayNow = kinds[index] === 'crash' ? 1 : 0
        return 3 - count('kill') + count('add') - startsNow - awayNow
      })
      expect(Math.min(...serving)).toBeGreaterThanOrEqual(1)
    })
  })
})

test('servers are added up to twice as many as at the start', () => {
  holds((seed) => expect(drawn([add], seed)).toHaveLength(3))
})

test('what may strike is known without a seed', () => {
  expect(faultsThatMayStrike(scenario([kill, add])).map(({ kind }) => kind)).toEqual(['kill', 'add'])
})
