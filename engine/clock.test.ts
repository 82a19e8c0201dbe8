import { expect, test } from 'vitest'
import { systemClock } from './clock.ts'

test('a sleep is never shorter than it was to be', async () => {
  const lengthsMs = Array.from({ length: 200 }, (_, index) => 1 + index / 50)
  const shortOf = async (ms: number) => {
    const endMs = systemClock.now() + ms
    await systemClock.sleep(ms)
    return Math.max(0, endMs - systemClock.now())
  }
  expect(await Promise.all(lengthsMs.map(shortOf))).toEqual(lengthsMs.map(() => 0))
})

test('a sleep that is over before it begins ends as well', async () => {
  await systemClock.sleep(0)
  await systemClock.sleep(-1)
})

test.each([0, 60_000])('a sleep of %i ms ends when it is aborted, with the reason', async (ms) => {
  const reason = new Error('enough')
  await expect(systemClock.sleep(ms, AbortSignal.abort(reason))).rejects.toBe(reason)
  const abort = new AbortController()
  const sleeping = systemClock.sleep(60_000, abort.signal)
  abort.abort(reason)
  await expect(sleeping).rejects.toBe(reason)
})
