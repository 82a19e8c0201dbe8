import { describe, expect, test } from 'vitest'
import { killOne } from '../testing/a-catalogue.ts'
import { rateInWords, rateMoments, ratePicture } from './rate-text.ts'

const moving = {
  ...killOne,
  rate: [
    { atMs: 0, perSecond: 100 },
    { atMs: 20_000, perSecond: 100 },
    { atMs: 30_000, perSecond: 400 },
    { atMs: 45_000, perSecond: 400 },
    { atMs: 45_000, perSecond: 200 },
  ],
}

test('a rate that never moves is one figure, and no picture', () => {
  expect(rateInWords(killOne)).toBe('300 operations/s')
  expect(rateMoments(killOne)).toEqual([])
  expect(ratePicture(killOne)).toEqual([])
})

describe('a rate that moves', () => {
  test('is told by its range', () => {
    expect(rateInWords(moving)).toBe('100 to 400 operations/s')
  })

  test('is told point by point', () => {
    expect(rateMoments(moving)).toEqual([
      { atMs: 0, what: 'the rate is 100' },
      { atMs: 20_000, what: 'the rate is 100, and rises' },
      { atMs: 30_000, what: 'the rate is 400' },
      { atMs: 45_000, what: 'the rate jumps from 400 to 200' },
    ])
  })

  // A column is a second, and an eighth of its height 50 operations a second; the server dies at 30 s.
  test('is drawn over the time of the load, beside the faults', () => {
    expect(ratePicture(moving)).toEqual([
      '▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▃▃▄▅▅▆▆▇█████████████████▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄  up to 400 operations/s',
      '                              ^                               faults',
      '0 s                                                     60 s',
    ])
  })
})
