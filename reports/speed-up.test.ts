import { expect, test } from 'vitest'
import type { ScenarioDescription } from '../engine/journal/descriptions.ts'
import type { JournalRecord, RecordOf } from '../engine/journal/records.ts'
import { anAnalysis } from './testing/an-analysis.ts'
import { autoscaledTrial } from './testing/autoscaled-trial.ts'

type Change = (scenario: ScenarioDescription) => Partial<ScenarioDescription>

/** The same load on two servers that stay, unless told otherwise. */
function unscaled(change: Change = () => ({})): JournalRecord[] {
  return autoscaledTrial({ position: 2 }).flatMap((record): JournalRecord[] => {
    if (record.type === 'trial') {
      const { autoscaler: _autoscaler, ...scenario } = record.scenario
      const name = { trial: 'b1-stateful-sticky-unscaled' }
      return [{ ...record, ...name, scenario: { ...scenario, name: 'unscaled', ...change(scenario) } }]
    }
    if (record.type === 'balancer') return [{ ...record, servers: up(record, ['web-1', 'web-2']) }]
    return ['capacity', 'autoscaler', 'fault', 'verdict'].includes(record.type) ? [] : [record]
  })
}

function up({ servers: [any] }: RecordOf<'balancer'>, names: string[]) {
  return names.flatMap((server) => (any ? [{ ...any, server, status: 'UP' }] : []))
}

async function speedUpBeside(...others: JournalRecord[][]) {
  const { result } = await anAnalysis(autoscaledTrial(), ...others)
  return result.trials.find(({ scenario }) => scenario === 'autoscale')?.elasticity?.speedUp
}

test('a trial is set beside the one in which the same load met servers that stayed', async () => {
  // Two servers are never too many: ε has a term that is 0, and is not defined.
  expect(await speedUpBeside(unscaled())).toEqual({ reference: 'b1-stateful-sticky-unscaled', value: null })
})

test('where all terms are there, it is their geometric mean', async () => {
  const records = unscaled()
  const startMs = records.find(({ type }) => type === 'start')?.at ?? 0
  // Two servers, and four from 15.5 s on: too few for 13.5 s, too many for 14.5 s, by 9.5 server seconds for each demanded.
  const twoThenFour = records.map((record) =>
    record.type === 'balancer' && record.at > startMs + 15_000
      ? { ...record, servers: up(record, ['web-1', 'web-2', 'web-3', 'web-4']) }
      : record,
  )
  const expected = ((13.5 / 6.5) * (9.5 / 2.25) * (13.5 / 6.5) * (14.5 / 4.5)) ** (1 / 4)
  expect((await speedUpBeside(twoThenFour))?.value).toBeCloseTo(expected, 9)
})

test.each<[what: string, change: Change]>([
  ['another load', () => ({ rate: [{ atMs: 0, perSecond: 300 }] })],
  ['other users', ({ users }) => ({ users: users + 1 })],
  ['a fault', () => ({ method: [{ id: 'f1', kind: 'kill', title: 'kill', atMs: 1, options: {} }] })],
])('a trial with %s is no reference', async (_what, change) => {
  expect(await speedUpBeside(unscaled(change))).toBeNull()
})

test('without such a trial there is no speed-up', async () => {
  expect(await speedUpBeside()).toBeNull()
})
