import { describe, expect, test } from 'vitest'
import * as authoring from './authoring.ts'
import { at, defineScenario, defineTarget, freeze, kill, type Scenario, type Target } from './authoring.ts'
import { loadFaults } from './catalogue/faults.ts'

test('an author has every fault at hand', async () => {
  const offered = Object.values(authoring).flatMap((each) =>
    'definition' in each ? [each.definition.kind] : [],
  )
  expect(offered.sort()).toEqual([...(await loadFaults()).keys()].sort())
})

// What follows is for the compiler: where it finds nothing wrong with a line that is, it fails.
describe('the types refuse what types can', () => {
  const scenario: Scenario = {
    title: 'Mine',
    question: 'Does it hold?',
    traffic: { users: 60, rate: 30 },
    warmUp: '10s',
    duration: '60s',
    method: [],
    primaryMetric: 'wrong',
    hypothesis: {},
  }
  const target: Target = {
    title: 'mine',
    sessions: 'memory',
    balancer: 'haproxy',
    affinity: 'cookie',
    services: [],
    predicts: {},
  }
  const wrong: (() => unknown)[] = [
    // @ts-expect-error: a slip of the keyboard
    () => defineScenario({ ...scenario, sevrers: 3 }),
    // @ts-expect-error: a field is missing
    () => defineScenario({ title: 'Mine', question: 'Does it hold?' }),
    // @ts-expect-error: neither rate nor think time
    () => defineScenario({ ...scenario, traffic: { users: 60 } }),
    // @ts-expect-error: a length of time without its unit
    () => defineScenario({ ...scenario, duration: '60' }),
    // @ts-expect-error: no such metric
    () => defineScenario({ ...scenario, primaryMetric: 'usersSigndOut' }),
    // @ts-expect-error: no such metric
    () => defineScenario({ ...scenario, hypothesis: { sessionsLots: { atMost: 0 } } }),
    // @ts-expect-error: a limit is a number
    () => defineScenario({ ...scenario, hypothesis: { wrong: { atMost: '0' } } }),
    // @ts-expect-error: a fault without its time
    () => defineScenario({ ...scenario, method: [kill('web')] }),
    // @ts-expect-error: a time that is none
    () => at('soon', kill('web')),
    // @ts-expect-error: no such option
    () => kill('web', { cuont: 2 }),
    // @ts-expect-error: no such pick
    () => kill('web', { pick: 'oldest' }),
    // @ts-expect-error: a fault of this kind strikes somebody
    () => kill(),
    // @ts-expect-error: a length of time is a text
    () => freeze('web', { for: 5 }),
    // @ts-expect-error: no such affinity
    () => defineScenario({ ...scenario, needs: { affinity: ['cookies'] } }),
    // @ts-expect-error: no such affinity
    () => defineTarget({ ...target, affinity: 'cookies' }),
    // @ts-expect-error: no such prediction
    () => defineTarget({ ...target, predicts: { web: { gone: 'noone' } } }),
  ]

  test('each of them a line', () => {
    expect(wrong.length).toBeGreaterThan(0)
  })
})
