import { describe, expect, test } from 'vitest'
import { changesInWords, scenarioInWords } from './scenario-in-words.ts'
import { autoscaler, movingRate } from './testing/autoscaled-trial.ts'
import { scenario } from './testing/descriptions.ts'

describe('a scenario in words', () => {
  test('has its traffic, its plan and its hypothesis', () => {
    expect(scenarioInWords(scenario)).toBe(
      '3 web servers, 300 users, 300 operations a second (60 % reads, 38 % writes, 2 % logouts) for 30 s, 2 s of it warm-up; late after 500 ms, timed out after 3 s. The plan: kill one of web at 10 s. The hypothesis: sessions lost at most 0, wrong answers at most 0.',
    )
  })

  test('has no share that is rounded to nothing, and one of what there is one of', () => {
    const operations = { read: 0.6, write: 0.396, logout: 0.004 }
    const told = scenarioInWords({ ...scenario, servers: 1, users: 1, operations })
    expect(told).toContain('1 web server, 1 user, 300')
    expect(told).toContain('(60 % reads, 39.6 % writes, 0.4 % logouts)')
  })

  test('says where the rate moves, and that nothing is broken', () => {
    const told = scenarioInWords({ ...scenario, rate: movingRate, method: [], hypothesis: {} })
    expect(told).toContain('200 to 310 operations a second')
    expect(told).toMatch(/ Nothing is broken\.$/)
  })

  test('names ten faults, and how many more there are', () => {
    const [fault] = scenario.method
    const method = Array.from({ length: 12 }, (_, index) => fault && { ...fault, atMs: index * 1_000 })
    const told = scenarioInWords({ ...scenario, method: method.flatMap((each) => each ?? []) })
    expect(told).toContain('kill one of web at 9 s; 2 more.')
  })

  test('of faults by chance says which may come, not which came in one of the blocks', () => {
    const faults = ['kill', 'add'].map((kind) => ({
      kind,
      title: kind,
      options: {},
      server: 'stays' as const,
    }))
    const told = scenarioInWords({ ...scenario, monkey: { everyMs: 8_000, faults } })
    expect(told).toContain('The plan: about every 8 s, drawn for each block, one of: kill, add.')
    expect(told).not.toContain('at 10 s')
  })
})

describe('what a scenario changes', () => {
  test('is what is not as everywhere else of the stack', () => {
    expect(changesInWords(scenario)).toEqual([])
    expect(changesInWords({ settings: { stickTableEntries: 100 } })).toEqual([
      'Of the stack, changed: a stick table holds 100 sessions.',
    ])
  })

  test('is what its autoscaler was told', () => {
    expect(changesInWords({ autoscaler })).toEqual([
      'An autoscaler keeps 100 requests a second of each server (give or take 10 %) with 2 to 4 servers and looks every 5 s; who is taken away (newest) is drained for at most 4 s.',
    ])
    const atOnce = {
      ...autoscaler,
      signal: 'cpu' as const,
      target: 0.6,
      scaleIn: { ...autoscaler.scaleIn, drainMs: null },
    }
    const [told] = changesInWords({ autoscaler: atOnce })
    expect(told).toContain('keeps 60 % of each server’s CPU quota used')
    expect(told).toContain('is removed at once.')
  })
})
