import { expect, test } from 'vitest'
import { anExperiment, short } from './experiment/an-experiment.ts'
import { recordsOf } from './experiment/read-journal.ts'

const targets = ['stateful-sticky', 'stateless-redis']

test('faults by chance strike the same servers at the same times on every target', async () => {
  const { monkey, ...scenario } = await short('monkey', 60_000)
  if (!monkey) throw new Error('the scenario draws nothing')
  const faults = monkey.faults.filter(({ lastsMs = 0 }) => lastsMs === 0)
  // What starts again must be back before the next fault comes, as it may be its victim: hence the long gaps.
  const { outcome, journals } = await anExperiment({
    targets,
    scenarios: [{ ...scenario, warmUpMs: 3_000, durationMs: 28_000, monkey: { everyMs: 8_000, faults } }],
  })

  expect(outcome.trials.map(({ status }) => status)).toEqual(['complete', 'complete'])
  const [one, other] = targets.map((target) => {
    const journal = journals.get(`b1-${target}-monkey`) ?? []
    const planned = recordsOf(journal, 'trial').flatMap(({ scenario }) => scenario.method)
    const verdicts = recordsOf(journal, 'verdict').map(({ fault, victim, verdict }) => {
      return { ...planned.find(({ id }) => id === fault), victim, verdict }
    })
    expect(verdicts).toHaveLength(planned.length)
    return verdicts.sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0))
  })
  expect(one?.length).toBeGreaterThan(1)
  expect(new Set(one?.map(({ verdict }) => verdict))).toEqual(new Set(['confirmed']))
  expect(one).toEqual(other)
})
