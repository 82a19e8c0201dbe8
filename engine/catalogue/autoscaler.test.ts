import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { autoscalerSchema, describeAutoscaler, stretchAutoscaler } from './autoscaler.ts'
import { problemsOfAutoscaler } from './autoscaler-checks.ts'
import { problemsOf } from './problems.ts'
import { loadScenario } from './scenarios.ts'

const good = { signal: { requestsPerServer: 60 }, min: 2, max: 4 }
const times = { warmUpMs: 10_000, lateMs: 500 }
const described = (fields: object) =>
  describeAutoscaler(autoscalerSchema.parse({ ...good, ...fields }), times)?.autoscaler

test('what is left out of an autoscaler is said in its description', () => {
  expect(described({})).toEqual({
    signal: 'requestsPerServer',
    target: 60,
    min: 2,
    max: 4,
    tolerance: 0.1,
    syncMs: 5_000,
    fromMs: 10_000,
    scaleOut: { stabiliseMs: 0, coolDownMs: 0 },
    scaleIn: { pick: 'newest', drainMs: 5_000, stabiliseMs: 15_000, coolDownMs: 0 },
    objective: { availability: 0.99, withinMs: 500 },
  })
})

test('what is told is taken', () => {
  const told = {
    signal: { cpu: 0.6 },
    from: '20s',
    scaleOut: { coolDown: '3s' },
    scaleIn: { pick: 'random', drain: 'none' },
    objective: 'none',
  }
  expect(described(told)).toMatchObject({
    signal: 'cpu',
    target: 0.6,
    fromMs: 20_000,
    scaleOut: { stabiliseMs: 0, coolDownMs: 3_000 },
    scaleIn: { pick: 'random', drainMs: null },
  })
  expect(described(told)).not.toHaveProperty('objective')
})

test('a scenario without one has none', () => {
  expect(describeAutoscaler(undefined, times)).toBeUndefined()
})

test('its times stretch with the scenario, those left out, too; the deadline of a drain does not', async () => {
  const whole = await loadScenario('autoscale', { cwd: tmpdir() })
  const half = await loadScenario('autoscale', {
    cwd: tmpdir(),
    overrides: { durationMs: whole.durationMs / 2 },
  })
  expect(half.autoscaler?.syncMs).toBe((whole.autoscaler?.syncMs ?? 0) / 2)
  expect(half.autoscaler?.scaleIn.stabiliseMs).toBe((whole.autoscaler?.scaleIn.stabiliseMs ?? 0) / 2)
  expect(half.autoscaler?.scaleIn.drainMs).toBe(whole.autoscaler?.scaleIn.drainMs)
  expect(stretchAutoscaler(good, (time) => `${time} × 2`)).toMatchObject({
    sync: '5s × 2',
    scaleIn: { stabilise: '15s × 2' },
  })
})

describe('a mistake is named with its field and its remedy', () => {
  test.each([
    [{ signal: { memory: 3 } }, /signal is not known; give \{ requestsPerServer: 60 \} or \{ cpu: 0\.6 \}/],
    [{ signal: { requestsPerServer: 0 } }, /signal is not known; .* above 0/],
    [{ min: 0 }, /min is 0; give the fewest web servers as a whole number/],
    [{ tolerance: 2 }, /tolerance is 2; give a share from 0 to 1/],
    [{ scaleIn: { pick: 'oldest' } }, /scaleIn\.pick is "oldest"; use one of random, newest/],
    [{ scaleIn: { pick: 'another' } }, /scaleIn\.pick is "another"/],
    [{ tolerence: 0.2 }, /unknown field "tolerence".*Did you mean "tolerance"\?/],
  ])('%j', (fields, told) => {
    const { error } = autoscalerSchema.safeParse({ ...good, ...fields })
    const lines = error ? problemsOf(error).map(({ field, problem }) => `${field} ${problem}`) : []
    expect(lines.join('\n')).toMatch(told)
  })

  const aScenario = (autoscaler: object, fields: object = {}) => ({
    servers: 2,
    warmUp: '10s',
    duration: '60s',
    autoscaler: { ...good, ...autoscaler },
    ...fields,
  })

  test.each([
    [aScenario({ min: 5 }), 'autoscaler.min', /is 5, above the maximum of 4/],
    [aScenario({ max: 65 }), 'autoscaler.max', /is 65; the network of a stack has room for 64/],
    [aScenario({}, { servers: 5 }), 'servers', /is 5, outside of the autoscaler's limits; give 2 to 4/],
    [aScenario({ from: '5s' }), 'autoscaler.from', /within the warm-up of 10 s; make it later/],
    [aScenario({ from: '60s' }), 'autoscaler.from', /the load ends after 60 s; make it earlier/],
    [aScenario({ signal: { cpu: 0.6 } }), 'autoscaler.signal.cpu', /give settings\.webCpus/],
    [
      aScenario({ signal: { cpu: 60 } }, { settings: { webCpus: 0.2 } }),
      'autoscaler.signal.cpu',
      /is 60; give a share of the CPU quota/,
    ],
  ])('%j', (scenario, field, told) => {
    expect(problemsOfAutoscaler(scenario)).toEqual([{ field, problem: expect.stringMatching(told) }])
  })

  test('and three servers, unless told, are checked against its limits, too', () => {
    expect(problemsOfAutoscaler({ autoscaler: { ...good, max: 2 } })).toHaveLength(1)
    expect(problemsOfAutoscaler(aScenario({}))).toEqual([])
    expect(problemsOfAutoscaler({ servers: 3 })).toEqual([])
  })
})
