import { describe, expect, test } from 'vitest'
import { every } from '../define-scenario.ts'
import { crash } from '../faults/crash.ts'
import { freeze } from '../faults/freeze.ts'
import { kill } from '../faults/kill.ts'
import { problemsOfFaults } from './fault-checks.ts'
import { loadFaults } from './faults.ts'
import { timedFaults } from './method.ts'
import { override } from './overrides.ts'
import { problemsOf } from './problems.ts'
import { scenarioSchema } from './scenario-schema.ts'
import { get } from './unchecked.ts'

const frozenFor = (time: `${number}s`) => freeze('web', { for: time })

/** A scenario of 60 s with these faults. */
const withFaults = (method: unknown) => ({
  title: 'Mine',
  question: 'Does it hold?',
  traffic: { users: 60, rate: 30 },
  warmUp: '10s',
  duration: '60s',
  method,
  primaryMetric: 'availability',
  hypothesis: {},
})

/** `freeze at 20 s`, and so on. */
const written = (scenario: unknown) =>
  timedFaults(scenario).map(({ atMs, fault }) => `${get(fault, 'kind')} at ${atMs / 1_000} s`)

describe('faults one after the other', () => {
  test('come in turn until the load ends', () => {
    expect(written(withFaults(every('15s', kill('web'), crash('web'))))).toEqual([
      'kill at 15 s',
      'crash at 30 s',
      'kill at 45 s',
    ])
  })

  test('end before the load does', () => {
    expect(written(withFaults(every('20s', kill('web'), frozenFor('19s'))))).toHaveLength(2)
    expect(written(withFaults(every('25s', kill('web'), frozenFor('10s'))))).toHaveLength(1)
  })

  test('are more where the load is made longer, at the same distance', () => {
    const longer = override(withFaults(every('20s', kill('web'), frozenFor('5s'))), { durationMs: 120_000 })
    expect(longer).toMatchObject({ warmUp: '10s', duration: '120000ms' })
    expect(written(longer)).toEqual([
      'kill at 20 s',
      'freeze at 40 s',
      'kill at 60 s',
      'freeze at 80 s',
      'kill at 100 s',
    ])
  })

  test('are fewer where it is made shorter', () => {
    const shorter = override(withFaults(every('20s', kill('web'), frozenFor('6s'))), { durationMs: 30_000 })
    expect(written(shorter)).toEqual(['kill at 20 s'])
  })
})

describe('a mistake in them is found, with its place in the file', async () => {
  const known = { faults: await loadFaults(), services: new Map(), sessions: [], balancers: [] }
  const mistakesIn = (method: unknown) => {
    const scenario = withFaults(method)
    const { error } = scenarioSchema.safeParse(scenario)
    const problems = [...(error ? problemsOf(error) : []), ...problemsOfFaults(scenario, known)]
    return problems.map(({ field, problem }) => `${field} ${problem}`)
  }

  test.each<[method: unknown, mistake: string]>([
    [{ every: 'often', faults: [kill('web')] }, 'method.every is "often"; give a length of time such as'],
    [{ every: '20s' }, 'method.faults is missing; give a list of faults such as kill('],
    [
      { every: '20s', faults: [], from: '1s' },
      'method has the unknown field "from"; it knows every, faults, random.',
    ],
    [every('20s'), 'method.faults has none; give one at least, or method [] where nothing breaks'],
    [every('10s', kill('web')), 'method.every is 10 s, within the warm-up of 10 s; make it longer'],
    [
      every('20s', kill('web'), frozenFor('20s')),
      'method.every is 20 s, but one of its faults lasts 20 s; make it longer',
    ],
    [
      every('20s', kill('web'), kill('web-4')),
      'method.faults[1] strikes web-4, but there are never more than 3 web servers',
    ],
    [{ every: '20s', faults: [{ kind: 'kil', options: {} }] }, 'method.faults[0].kind is "kil"; use one of'],
    [every('60s', kill('web')), 'duration is 60 s, but the first fault comes after 60 s; make it longer'],
    ['20s', 'method is "20s"; give a list of faults such as at('],
  ])('%j', (method, mistake) => {
    expect(mistakesIn(method).join('\n')).toContain(mistake)
  })

  test('none is found where there is none', () => {
    expect(mistakesIn(every('20s', kill('web'), frozenFor('5s')))).toEqual([])
  })
})
