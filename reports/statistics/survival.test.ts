import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kaplanMeier, lossBounds } from './survival.ts'

const watched = (fromMs: number, toMs: number, lost: boolean) => ({ fromMs, toMs, lost })

describe('the survival curve', () => {
  test('of the maintained group of the AML trial', () => {
    // Miller, Survival Analysis, 1981; R: survfit(Surv(time, status) ~ 1, aml[aml$x == "Maintained", ])
    const times = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]
    const censored = [13, 28, 45, 161]
    const isCensored = (time: number, index: number) =>
      censored.includes(time) && (time !== 13 || index === 2)
    const points = kaplanMeier(times.map((time, index) => watched(0, time, !isCensored(time, index))))
    expect(points.map(({ atMs }) => atMs)).toEqual([9, 13, 18, 23, 31, 34, 48])
    expect(points.map(({ atRisk }) => atRisk)).toEqual([11, 10, 8, 7, 5, 4, 2])
    const shares = [0.909091, 0.818182, 0.715909, 0.613636, 0.490909, 0.368182, 0.184091]
    points.forEach(({ share }, index) => {
      expect(share).toBeCloseTo(shares[index] ?? Number.NaN, 6)
    })
  })

  test('counts a session from its login on', () => {
    // lifelines 0.30: KaplanMeierFitter().fit(to, lost, entry=from).survival_function_
    const from = [0, 0, 2, 3, 3, 3, 6, 10, 11, 8]
    const to = [5, 8, 8, 12, 15, 20, 20, 20, 17, 9]
    const lost = [1, 1, 0, 1, 1, 0, 0, 0, 1, 1]
    const points = kaplanMeier(to.map((end, index) => watched(from[index] ?? 0, end, lost[index] === 1)))
    expect(points.map(({ atMs }) => atMs)).toEqual([5, 8, 9, 12, 15, 17])
    const shares = [0.833333, 0.694444, 0.555556, 0.462963, 0.37037, 0.277778]
    points.forEach(({ share }, index) => {
      expect(share).toBeCloseTo(shares[index] ?? Number.NaN, 6)
    })
  })

  test('without delayed entry and censoring is the share that is left', () => {
    const ends = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 100 })
    fc.assert(
      fc.property(ends, (some) => {
        for (const { atMs, share } of kaplanMeier(some.map((end) => watched(0, end, true)))) {
          expect(share).toBeCloseTo(some.filter((end) => end > atMs).length / some.length, 9)
        }
      }),
    )
  })

  test('of sessions that were all kept has no step', () => {
    expect(kaplanMeier([watched(0, 10, false), watched(5, 10, false)])).toEqual([])
  })
})

describe('a loss that was found later than it happened', () => {
  const sessions = [
    { fromMs: 0, lastGoodMs: 4_000, toMs: 9_000, lost: true },
    { fromMs: 0, lastGoodMs: 9_500, toMs: 9_500, lost: false },
  ]

  test('lies between the last proof of life and the first of loss', () => {
    const { earliest, latest } = lossBounds(sessions)
    expect(earliest).toEqual([{ atMs: 4_000, share: 0.5, atRisk: 2 }])
    expect(latest).toEqual([{ atMs: 9_000, share: 0.5, atRisk: 2 }])
  })

  test('comes after the login, also of a session never seen again', () => {
    const { earliest } = lossBounds([{ fromMs: 1_000, lastGoodMs: 990, toMs: 9_000, lost: true }])
    expect(earliest).toEqual([{ atMs: 1_000.001, share: 0, atRisk: 1 }])
  })
})
