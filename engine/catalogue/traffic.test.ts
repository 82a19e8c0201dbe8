import { describe, expect, test } from 'vitest'
import { spike, steps } from '../rate.ts'
import { override, type ScenarioOverrides } from './overrides.ts'
import { problemsOfTraffic } from './traffic-checks.ts'
import { trafficFigures } from './traffic-figures.ts'

const aScenario = (traffic: object) => ({ traffic, warmUp: '10s', duration: '60s' })
const figuresOf = (traffic: object, changes: ScenarioOverrides = {}) =>
  trafficFigures(override(aScenario(traffic), changes))
const mistakesIn = (traffic: object) =>
  problemsOfTraffic(aScenario(traffic)).map(({ field, problem }) => `${field} ${problem}`)

describe('users, rate and think time', () => {
  test.each<[what: string, traffic: object]>([
    ['users and rate', { users: 600, rate: 300 }],
    ['users and think time', { users: 600, think: '2s' }],
    ['rate and think time', { rate: 300, think: '2s' }],
    ['all three, where they agree', { users: 600, rate: 300, think: '2s' }],
  ])('%s say all', (_what, traffic) => {
    const rate = [{ atMs: 0, perSecond: 300 }]
    expect(figuresOf(traffic)).toMatchObject({ users: 600, rate, ratePerSecond: 300, thinkMs: 2_000 })
    expect(mistakesIn(traffic)).toEqual([])
  })

  test('a think time is that of the highest rate', () => {
    const rate = steps(['0s', 100], ['30s', 400])
    expect(figuresOf({ rate, think: '2s' })).toMatchObject({ users: 800, ratePerSecond: 400 })
  })

  test('there is one user at least', () => {
    expect(figuresOf({ rate: 0.1, think: '1s' })).toMatchObject({ users: 1 })
  })

  test.each<[traffic: object, mistake: string]>([
    [{ users: 600 }, 'traffic has only users of users, rate and think; give two of them'],
    [{ operations: undefined }, 'traffic has none of users, rate and think; give two of them'],
    [
      { users: 600, rate: 300, think: '5s' },
      'traffic.think is 5 s, but 600 users at 300 operations per second do something every 2 s; leave out one of users, rate and think',
    ],
  ])('%j is refused', (traffic, mistake) => {
    expect(mistakesIn(traffic)).toContain(mistake)
  })
})

describe('a rate over time', () => {
  test.each<[rate: unknown, mistake: string]>([
    [['20s'], 'traffic.rate[0] is "20s"; give a time and operations per second, such as ["30s", 400]'],
    [[['20s']], 'traffic.rate[0] is a list; give a time and operations per second, such as ["30s", 400]'],
    [[[20, 100]], 'traffic.rate[0][0] is 20; give a length of time such as "0s", "20s" or "2m"'],
    [[['0s', -1]], 'traffic.rate[0][1] is -1; give operations per second, 0 or more'],
    [
      [
        ['20s', 10],
        ['10s', 10],
      ],
      'traffic.rate[1][0] is 10 s, before the point before it, 20 s; put them in order',
    ],
    [
      [
        ['0s', 10],
        ['61s', 10],
      ],
      'traffic.rate[1][0] is 61 s, but the load ends after 60 s; make it earlier',
    ],
    [
      [
        ['0s', 100],
        ['10s', 0],
      ],
      'traffic.rate is 0 when the warm-up ends, at 10 s; make it higher there: the baseline needs operations',
    ],
    [spike({ base: 1, peak: 2, at: '20s', for: 'long' as '1s' }), 'traffic.rate[2][0] is "NaNms"; give a'],
  ])('%j is refused', (rate, mistake) => {
    expect(mistakesIn({ users: 10, rate }).join('\n')).toContain(mistake)
  })

  test('may be 0 at its end, and jump', () => {
    expect(mistakesIn({ users: 10, rate: steps(['0s', 100], ['30s', 200], ['50s', 0]) })).toEqual([])
  })

  test('must bring enough operations beside the logins of the warm-up', () => {
    const rate = [
      ['0s', 10],
      ['10s', 50],
      ['20s', 1_000],
    ]
    expect(mistakesIn({ users: 1_000, rate })).toEqual([
      'warmUp of 10 s is too short for 1000 users: 150 logins per second beside 30 operations per second; ' +
        'make it longer, or have fewer users or a higher rate',
    ])
  })
})

describe('how long a session lasts', () => {
  // Users do something every 2 s, so one operation in ten is a logout where sessions last 20 s.
  test('says the share of logouts; reads and writes keep their proportion', () => {
    const { operations } = figuresOf({ users: 600, rate: 300, sessionLength: '20s' })
    expect(operations.logout).toBeCloseTo(0.1)
    expect(operations.read / operations.write).toBeCloseTo(0.6 / 0.38)
    expect(operations.read + operations.write + operations.logout).toBeCloseTo(1, 12)
  })

  test('goes with a proportion of reads and writes of one’s own', () => {
    const operations = { read: 3 / 4, write: 1 / 4 }
    const traffic = { users: 600, rate: 300, sessionLength: '10s', operations }
    expect(mistakesIn(traffic)).toEqual([])
    expect(figuresOf(traffic).operations.read).toBeCloseTo(0.6)
    expect(figuresOf(traffic).operations.write).toBeCloseTo(0.2)
  })

  test.each<[fields: object, mistake: string]>([
    [
      { sessionLength: '3s' },
      'traffic.sessionLength is 3 s, but a user does something every 2 s only; make it 4 s or longer, or have fewer users or a higher rate',
    ],
    [
      { sessionLength: '20s', operations: { read: 0.6, write: 0.3, logout: 0.1 } },
      'traffic.sessionLength says how often users log out, and traffic.operations.logout does, too; leave out one of them',
    ],
    [
      { sessionLength: '20s', operations: { read: 0, write: 0 } },
      'traffic.operations are none; give shares of reads and writes above 0',
    ],
  ])('%j is refused', (fields, mistake) => {
    expect(mistakesIn({ users: 600, rate: 300, ...fields })).toEqual([mistake])
  })
})

describe('what the command line changes', () => {
  const shape = [
    ['0s', 100],
    ['30s', 400],
  ] as const

  test('a rate scales a shape to that highest point', () => {
    expect(figuresOf({ users: 600, rate: shape }, { rate: 200 }).rate).toEqual([
      { atMs: 0, perSecond: 50 },
      { atMs: 30_000, perSecond: 200 },
    ])
  })

  test('a duration stretches the times of a shape', () => {
    const { rate } = figuresOf({ users: 600, rate: shape }, { durationMs: 20_000 })
    expect(rate).toEqual([
      { atMs: 0, perSecond: 100 },
      { atMs: 10_000, perSecond: 400 },
    ])
  })

  test.each<[changes: ScenarioOverrides, users: number, rate: number, thinkMs: number]>([
    [{ users: 300 }, 300, 150, 2_000],
    [{ rate: 100 }, 200, 100, 2_000],
    [{ users: 300, rate: 100 }, 300, 100, 3_000],
  ])('with a think time %o leaves it, unless both are given', (changes, users, ratePerSecond, thinkMs) => {
    for (const traffic of [
      { users: 600, think: '2s' },
      { rate: 300, think: '2s' },
      { users: 600, rate: 300, think: '2s' },
    ]) {
      expect(figuresOf(traffic, changes)).toMatchObject({ users, ratePerSecond, thinkMs })
    }
  })

  test('a session length takes the place of the share of logouts, and is not stretched', () => {
    const operations = { read: 0.5, write: 0.4, logout: 0.1 }
    const changed = override(aScenario({ users: 600, rate: 300, operations }), {
      sessionLengthMs: 8_000,
      durationMs: 20_000,
    })
    expect(trafficFigures(changed).operations.logout).toBeCloseTo(0.25)
    expect(problemsOfTraffic(changed)).toEqual([])
  })

  test('a rate takes the place of a shape that can’t be read; no length is no answer', () => {
    expect(override(aScenario({ users: 600, rate: ['x'] }), { rate: 5, durationMs: 1_000 })).toMatchObject({
      traffic: { users: 600, rate: 5 },
    })
    expect(() => override(aScenario({}), { sessionLengthMs: 0 })).toThrow('--session-length is 0')
  })
})
