import { expect, test } from 'vitest'
import { createFakeClock, settled } from './clock.ts'

test('moves by itself to the next instant that somebody waits for', async () => {
  const clock = createFakeClock({ startMs: 0 })
  const log: string[] = []
  const say = async (what: string, ms: number) => {
    await clock.sleep(ms)
    log.push(`${what} at ${clock.now()}`)
  }
  await Promise.all([say('third', 600_000), say('first', 10), say('second', 20)])
  expect(log).toEqual(['first at 10', 'second at 20', 'third at 600000'])
})

test('moved by hand, wakes on the way whoever waits', async () => {
  const clock = createFakeClock({ startMs: 0, moves: 'byHand' })
  const woken: number[] = []
  void clock.sleep(5).then(() => {
    woken.push(clock.now())
    void clock.sleep(5).then(() => woken.push(clock.now()))
  })
  await clock.advance(9)
  expect(woken).toEqual([5])
  await clock.advance(1)
  expect(woken).toEqual([5, 10])
})

test('a sleep that is aborted rejects with the reason, and nobody waits for it', async () => {
  const clock = createFakeClock({ startMs: 0, moves: 'byHand' })
  const abort = new AbortController()
  const sleeping = clock.sleep(5, abort.signal)
  abort.abort(new Error('enough'))
  await expect(sleeping).rejects.toThrow('enough')
  await expect(clock.sleep(5, abort.signal)).rejects.toThrow('enough')
  await settled()
  expect(clock.now()).toBe(0)
})
