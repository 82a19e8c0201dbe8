import { describe, expect, test } from 'vitest'
import {
  add,
  crash,
  drain,
  freeze,
  kill,
  monkey,
  partition,
  type Scenario,
  slow,
  starve,
} from '../authoring.ts'
import { aTarget } from '../trial/testing/a-trial.ts'
import { problemsOfFaults } from './fault-checks.ts'
import { loadFaults } from './faults.ts'
import { misfits } from './fit.ts'
import { describeMonkey } from './monkey.ts'
import { problemsOf } from './problems.ts'
import { scenarioSchema } from './scenario-schema.ts'
import { loadScenario } from './scenarios.ts'

const faults = await loadFaults()
const known = { faults, services: new Map(), sessions: [], balancers: [] }

const withMethod = (method: Scenario['method']): Scenario => ({
  title: 'Mine',
  question: 'Does it hold?',
  traffic: { users: 60, rate: 30 },
  warmUp: '10s',
  duration: '60s',
  method,
  primaryMetric: 'availability',
  hypothesis: {},
})
const described = (method: Scenario['method']) =>
  describeMonkey(scenarioSchema.parse(withMethod(method)), faults).monkey

test('what becomes of a web server is known of each fault', () => {
  const all = [
    kill('web'),
    drain({ deadline: '2s' }),
    starve('web', { cpus: 0.1 }),
    crash('web', { restarts: true }),
    freeze('web', { for: '3s' }),
    add(),
    crash('balancer', { restarts: true }),
  ]
  const found = described(monkey({ every: '8s', faults: all }))
  expect(found?.faults.map(({ title, server }) => `${title}: ${server}`)).toEqual([
    'kill one of web: goes',
    'drain one of web (deadline 2 s): goes',
    'starve one of web: goes',
    'crash one of web: comesBack',
    'freeze one of web for 3 s: comesBack',
    'add a web server: isAdded',
    'crash the balancer: stays',
  ])
})

test('one whose faults are written out has none to draw from', () => {
  expect(described([])).toBeUndefined()
})

describe('the scenario of that name', async () => {
  const scenario = await loadScenario('monkey', { cwd: '/' })

  test('strikes web servers only, whatever is drawn', () => {
    expect(scenario.method).toEqual([])
    const { faults = [] } = scenario.monkey ?? {}
    expect(faults.length).toBeGreaterThan(0)
    expect(faults.map(({ server }) => server)).not.toContain('stays')
    expect(misfits(scenario, aTarget(), known)).toEqual([])
  })
})

test('a target that lacks what one of the faults may strike is a misfit, whatever the seed', async () => {
  const own = { ...(await loadScenario('monkey', { cwd: '/' })) }
  own.monkey = described(monkey({ every: '8s', faults: [kill('web'), slow('store', { latency: '50ms' })] }))
  expect(misfits(own, aTarget(), known).join()).toContain('method.faults[1]')
})

describe('a mistake is found, with its place in the file', () => {
  const mistakesIn = (method: unknown) => {
    const scenario = { ...withMethod([]), method }
    const { error } = scenarioSchema.safeParse(scenario)
    const problems = [...(error ? problemsOf(error) : []), ...problemsOfFaults(scenario, known)]
    return problems.map(({ field, problem }) => `${field} ${problem}`)
  }

  test.each<[method: unknown, mistake: string]>([
    [monkey({ every: '8s', faults: [] }), 'method.faults has none; give one at least'],
    [
      monkey({ every: '50s', faults: [kill('web')] }),
      'duration is 60 s, but the first fault comes after 60 s; make it longer',
    ],
    [
      monkey({ every: '8s', faults: [kill('web'), freeze('web', { for: '4s' })] }),
      'method.every is 8 s, and half of that must be longer than the 4 s that one of its faults lasts',
    ],
    [monkey({ every: '8s', faults: [kill('web-2')] }), 'method.faults[0] strikes web-2, which may be gone'],
    [
      monkey({ every: '8s', faults: [kill('web', { share: 0.5 })] }),
      'method.faults[0] strikes several at once; a monkey strikes one at a time',
    ],
    [
      monkey({ every: '8s', faults: [kill('web', { pick: 'another' })] }),
      'method.faults[0] strikes another one each time, until none is left',
    ],
    [monkey({ every: '8s', faults: [{ kind: 'kil', options: {} }] }), 'method.faults[0].kind is "kil"'],
    [{ ...monkey({ every: '8s', faults: [kill('web')] }), random: 'yes' }, 'method.random is "yes"'],
  ])('%j', (method, mistake) => {
    expect(mistakesIn(method).join('\n')).toContain(mistake)
  })

  test('none is found where there is none', () => {
    const all = [kill('web'), add(), partition('web', { for: '3s' })]
    expect(mistakesIn(monkey({ every: '8s', faults: all }))).toEqual([])
  })
})
