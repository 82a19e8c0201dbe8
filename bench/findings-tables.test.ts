import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { scenarioNames } from '../engine/catalogue/scenarios.ts'
import type { ExperimentResult } from '../reports/result.ts'
import { summarise } from '../reports/summarise.ts'
import { aTrial } from '../reports/testing/a-trial.ts'
import type { TrialResult } from '../reports/trial-result.ts'
import { commandFor, planFor } from './findings-plan.ts'
import { invalidIn, tableOf, withPart } from './findings-tables.ts'

const scenario = {
  name: 'kill-server',
  method: [{ kind: 'kill' }],
  primaryMetric: 'usersSignedOut',
  hypothesis: { loadMaxOverMean: { atMost: 1.25 } },
}

/** The parts of a result that the tables read. */
function aResult(...trials: TrialResult[]): ExperimentResult {
  const summaries = trials.map(({ scenario, target }) => summarise(trials, { scenario, target }))
  return { scenarios: [scenario], trials, summaries } as unknown as ExperimentResult
}

const tableFor = (...trials: TrialResult[]) => tableOf([aResult(...trials)]).split('\n')

const metrics = { usersSignedOut: 31, sessionsLost: 30, wrong: 0, loadMaxOverMean: 1.04 }

test('a row for each target by its name: what users felt, and what the scenario is about', () => {
  const table = tableFor(
    aTrial({ target: 'b', availability: 0.75, metrics }),
    aTrial({ target: 'a', metrics: { ...metrics, usersSignedOut: 0, sessionsLost: 0 } }),
  )
  expect(table).toEqual([
    '| target | users signed out | sessions lost | sessions predicted, observed | wrong answers | availability | back after | operations below the baseline | busiest server ÷ mean |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| `a` | 0 | 0 | nothing predicted | 0 | 100 % | not known | not known | 1.04× |',
    '| `b` | 31 | 30 | nothing predicted | 0 | 75 % | not known | not known | 1.04× |',
  ])
})

test('where something was broken, it is named once', () => {
  const faults = ['web-2', 'redis', 'web-2'].map((victim) => ({ victim })) as TrialResult['faults']
  expect(tableFor(aTrial({ faults, metrics }))[2]).toContain('| `base` | web-2, redis | 31 |')
})

test('where not all was right before the fault, that stands beside what was afterwards', () => {
  const baseline = { fromMs: 0, toMs: 8_000, windows: 8, bandLow: null }
  const faults = [{ victim: 'web-2' }] as TrialResult['faults']
  const rowWith = (before: number) =>
    tableFor(aTrial({ faults, availability: 0.6, baseline: { ...baseline, availability: before } }))[2]
  expect(rowWith(0.7)).toContain('| 60 % (before: 70 %) |')
  expect(rowWith(0.995)).toContain('| 60 % |')
})

test('a session that a logout did not end has a column where there is one', () => {
  const table = tableFor(
    aTrial({ target: 'a', metrics }),
    aTrial({ target: 'b', metrics: { ...metrics, resurrected: 4 } }),
  )
  expect(table[0]).toMatch(/sessions resurrected \|$/)
  expect(table[3]).toMatch(/ 4 \|$/)
})

test('a trial that does not count says why, and a target that was skipped is named below', () => {
  const table = tableFor(
    aTrial({ target: 'a', validity: 'inconclusive', validityReasons: ['Nothing could be read.'], metrics }),
    aTrial({ target: 'b', status: 'skipped', validity: 'invalid' }),
  )
  expect(table[2]).toMatch(/^\| `a` \| inconclusive: Nothing could be read\. \|[ |]+$/)
  expect(table.slice(3)).toEqual(['', 'Not tried on b.'])
})

test('a target whose trial was invalid is tried again, and has the row of the trial that counts', () => {
  const first = aResult(aTrial({ target: 'a', metrics }), aTrial({ target: 'b', validity: 'invalid' }))
  expect(invalidIn([first])).toEqual(['b'])
  const results = [first, aResult(aTrial({ target: 'b', metrics: { ...metrics, usersSignedOut: 7 } }))]
  expect(invalidIn(results)).toEqual([])
  expect(tableOf(results)).toContain('| `b` | 7 |')
})

test('a part of the page is replaced, and the rest stays', () => {
  const page = 'before\n<!-- one -->\nold\n<!-- end -->\nafter <!-- two -->\n<!-- end -->\n'
  expect(withPart(page, 'one', 'new')).toBe(
    'before\n<!-- one -->\nnew\n<!-- end -->\nafter <!-- two -->\n<!-- end -->\n',
  )
  expect(() => withPart(page, 'three', 'new')).toThrow('no place for "three"')
})

test('docs/findings.md has the table of every scenario, and the command that makes it', async () => {
  const page = await readFile(new URL('../docs/findings.md', import.meta.url), 'utf8')
  const names = await scenarioNames()
  expect(names.length).toBeGreaterThan(0)
  const parts = names.map((name) => page.split(`<!-- ${name} -->`)[1]?.split('<!-- end -->')[0] ?? '')
  const lacking = names.filter(
    (name, index) =>
      !parts[index]?.includes(commandFor(planFor(name))) || !parts[index]?.includes('| target |'),
  )
  expect(lacking).toEqual([])
})
