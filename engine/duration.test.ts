import { expect, test } from 'vitest'
import { formatDuration, parseDuration } from './duration.ts'

test.each([
  ['500ms', 500],
  ['20s', 20_000],
  ['2m', 120_000],
  ['1.5h', 5_400_000],
  ['0s', 0],
])('%s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each(['', '20', 's', '20 s', '-1s', '1e3s', '.5s', '20S', '20s ', '1m30s', 'Infinitys'])(
  '"%s" is no length of time',
  (text) => {
    expect(parseDuration(text)).toBeUndefined()
  },
)

test.each([
  [0, '0 ms'],
  [300.4, '300 ms'],
  [999, '999 ms'],
  [1_500, '1.5 s'],
  [90_000, '90 s'],
  [120_000, '2 min'],
  [3_600_000, '60 min'],
])('%d ms is written %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})
