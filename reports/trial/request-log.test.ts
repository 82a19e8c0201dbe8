import { expect, test } from 'vitest'
import type { RecordOf } from '../../engine/journal/records.ts'
import { requestLogOf } from './request-log.ts'

const clock = {
  fromEngine: (unixMs: number) => unixMs,
  fromDaemon: (unixMs: number) => unixMs,
  uncertaintyMs: 0,
}
const windows = {
  baseline: { fromMs: 2_000, toMs: 4_000 },
  afterFault: { fromMs: 4_000, toMs: 6_000 },
  measured: { fromMs: 2_000, toMs: 6_000 },
}
const log = (at: number, words: Record<string, number>, change: Partial<RecordOf<'requestLog'>> = {}) => ({
  type: 'requestLog' as const,
  at,
  requests: Object.values(words).reduce((sum, count) => sum + count, 0),
  unanswered: 0,
  retried: 0,
  redispatched: 0,
  words,
  ...change,
})

test('the words of the balancer are added up before and after the fault, those of the warm-up and the census left out', () => {
  const found = requestLogOf(
    [
      log(1_500, { '--NI': 90 }),
      log(3_000, { '--VN': 100 }),
      log(4_000, { '--VN': 98, '--NI': 2 }),
      log(5_000, { '--VN': 60, '--DI': 40 }, { retried: 40, redispatched: 40, unanswered: 1 }),
      log(7_000, { '--VN': 500 }),
    ],
    clock,
    windows,
  )
  expect(found).toEqual([
    {
      window: 'baseline',
      requests: 200,
      unanswered: 0,
      retried: 0,
      redispatched: 0,
      words: { '--VN': 198, '--NI': 2 },
    },
    {
      window: 'afterFault',
      requests: 100,
      unanswered: 1,
      retried: 40,
      redispatched: 40,
      words: { '--VN': 60, '--DI': 40 },
    },
  ])
})

test('where it said nothing there is nothing', () => {
  expect(requestLogOf([], clock, windows)).toEqual([])
  expect(requestLogOf([log(3_000, { new: 1 })], clock, { ...windows, afterFault: null })).toHaveLength(1)
})
