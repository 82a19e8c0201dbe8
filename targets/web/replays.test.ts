import { expect, test } from 'vitest'
import { countReplays } from './replays.ts'

test('counts each repeat of one and the same attempt, and no other attempt of the operation', () => {
  const replays = countReplays()
  for (const attempt of ['7/1/1', '7/1/2', '7/2/1', '7/1/1', '7/1/1']) replays.see(attempt)
  expect(replays.count).toBe(2)
})

test('a request that names no attempt is none', () => {
  const replays = countReplays()
  for (const attempt of [undefined, undefined, ['a'], ['a'], 'x'.repeat(200), 'x'.repeat(200)])
    replays.see(attempt)
  expect(replays.count).toBe(0)
})

test('remembers at least the last attempts, and forgets those long past', () => {
  const replays = countReplays(100)
  const seeAll = (first: number, last: number) => {
    for (let n = first; n <= last; n += 1) replays.see(`${n}/1/1`)
  }
  seeAll(1, 1000)
  seeAll(901, 1000)
  expect(replays.count).toBe(100)
  seeAll(1, 100)
  expect(replays.count).toBe(100)
})
