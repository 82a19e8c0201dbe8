import { expect, test } from 'vitest'
import { roughly } from './words.ts'

test.each([
  [0, '0 s'],
  [1_400, '1 s'],
  [72_300, '72 s'],
  [246_000, '4.1 min'],
  [23_526_000, '6.5 h'],
])('a wait of %d ms is about %s', (ms, text) => {
  expect(roughly(ms)).toBe(text)
})
