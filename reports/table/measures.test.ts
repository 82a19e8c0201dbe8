import { describe, expect, test } from 'vitest'
import { summarise } from '../summarise.ts'
import { aRecovery, aTrial } from '../testing/a-trial.ts'
import { autoscaler } from '../testing/autoscaled-trial.ts'
import { scenario } from '../testing/descriptions.ts'
import type { LatencyResult, TrialResult } from '../trial-result.ts'
import { type Measure, measuresFor } from './measures.ts'
import { quantileFigure } from './quantile-figure.ts'

function figureOf(title: string, ...trials: TrialResult[]) {
  const summary = summarise(trials, { scenario: 'kill-server', target: 'base' })
  return measureOf(title).of({ summary, trials })
}

function measureOf(title: string): Measure {
  const found = measuresFor(scenario).find((measure) => measure.title === title)
  if (!found) throw new Error(`There is no measure "${title}".`)
  return found
}

const latency = (at: Partial<LatencyResult['response'][number]>, notOkShare = 0): LatencyResult => ({
  window: 'afterFault',
  fromMs: 10_000,
  toMs: 30_000,
  operations: 6_000,
  notOkShare,
  response: [{ q: 0.99, status: 'value', ms: 12, comparable: true, ...at }],
  responseOfOk: [],
  serviceOfOk: [],
})

describe('the measures of a scenario', () => {
  const titlesOf = (change: Partial<typeof scenario>) =>
    measuresFor({ ...scenario, ...change }).map(({ title }) => title)

  test('are the standard ones, then those that only its hypothesis names', () => {
    const titles = titlesOf({ hypothesis: { sessionsLost: {}, leaked: {}, noSuchMetric: {} } })
    expect(titles.slice(0, 2)).toEqual(['users signed out', 'sessions lost'])
    expect(titles.filter((title) => title === 'sessions lost')).toHaveLength(1)
    expect(titles.at(-1)).toBe('sessions leaked')
  })

  test('speak of no fault where there is none, and of one median', () => {
    const titles = titlesOf({ method: [] })
    expect(titles.join(', ')).not.toMatch(/fault|back|below|predicted|baseline/)
    expect(titles).toContain('median response time')
  })

  test('say how servers followed the load where they did, and what that was predicted to do', () => {
    const titles = titlesOf({ method: [], autoscaler })
    expect(titles).toContain('time with too few servers, τU')
    expect(titles).toContain('sessions predicted, observed')
    expect(titles).toContain('median response time, afterwards')
    expect(titles.join(', ')).not.toContain('fault')
  })

  test('give the mean, and how far trials lie apart', () => {
    const [one, other] = [28, 32].map((lost, index) =>
      aTrial({ block: index + 1, metrics: { sessionsLost: lost } }),
    )
    if (!one || !other) throw new Error('unreachable')
    expect(figureOf('sessions lost', one)).toEqual({ value: '28' })
    expect(figureOf('sessions lost', one, other)).toEqual({ value: '30', note: '28 to 32' })
  })

  test('say of how many trials a number is not known', () => {
    const known = aTrial({ metrics: { sessionsLost: 3 } })
    const unknown = aTrial({ block: 2, metrics: { sessionsLost: null } })
    expect(figureOf('sessions lost', unknown)).toEqual({ value: 'not known' })
    expect(figureOf('sessions lost', known, unknown).note).toBe('not known in 1 of 2')
  })
})

describe('back after', () => {
  test.each([
    ['the time it took', { backMs: 3_000 }, { value: '3,000 ms' }],
    ['never left', { leftBand: false, backMs: 0 }, { value: 'never left' }],
    ['not back, where the trial ended first', { backMs: null }, { value: 'not back' }],
  ])('is %s', (_what, change, expected) => {
    expect(figureOf('back after', aTrial({ recovery: [aRecovery(change)] }))).toEqual(expected)
  })

  test('says how often it was away again after that', () => {
    const back = aTrial({ recovery: [aRecovery({ relapses: 2 })] })
    expect(figureOf('back after', back)).toEqual({ value: '3,000 ms', note: 'left again 2 times' })
  })

  test('counts the faults after which it came back', () => {
    const back = aTrial({ recovery: [aRecovery({})] })
    const away = aTrial({ block: 2, recovery: [aRecovery({ backMs: null })] })
    expect(figureOf('back after', back, away)).toEqual({ value: '3,000 ms', note: 'back in 1 of 2' })
  })

  test('is not known where no recovery could be judged', () => {
    const unjudged = aRecovery({ leftBand: null, backMs: null, deficitOperations: null })
    expect(figureOf('back after', aTrial({ recovery: [unjudged] })).value).toBe('not known')
  })
})

describe('a quantile', () => {
  const at = { q: 0.99, window: 'afterFault' } as const

  test('is its value, or the range over trials', () => {
    const trials = [12, 30].map((ms) => aTrial({ latency: [latency({ ms })] }))
    expect(quantileFigure(trials.slice(0, 1), at)).toEqual({ value: '12 ms' })
    expect(quantileFigure(trials, at)).toEqual({ value: '12 to 30 ms' })
  })

  test('is infinite where that share was not ok: failing fast is not being fast', () => {
    const trial = aTrial({ latency: [latency({ status: 'infinite', ms: null }, 0.04)] })
    expect(quantileFigure([trial], at)).toEqual({ value: '∞', note: '4 % not ok' })
  })

  test('of which some trials had too few operations says so', () => {
    const trials = [latency({}), latency({ status: 'tooFew', ms: null })].map((each) =>
      aTrial({ latency: [each] }),
    )
    expect(quantileFigure(trials, at)).toEqual({ value: '12 ms', note: 'too few operations in 1 of 2' })
  })

  test.each([
    [
      'too few operations',
      [aTrial({ latency: [latency({ status: 'tooFew', ms: null })] })],
      'too few operations',
    ],
    ['no such window', [aTrial()], 'not known'],
    ['no trial that counts', [], 'not known'],
  ])('is not told where there is %s', (_why, trials, value) => {
    expect(quantileFigure(trials, at).value).toBe(value)
  })
})
