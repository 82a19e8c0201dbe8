import { expect, test, vi } from 'vitest'
import { Interrupted } from '../engine/errors.ts'
import { createInterrupts } from './interrupts.ts'
import { aClock } from './testing/a-world.ts'

function pressed(...waitsMs: number[]) {
  const clock = aClock(0)
  const leave = vi.fn()
  const interrupts = createInterrupts(clock.now, leave)
  for (const waitMs of waitsMs) {
    clock.advance(waitMs)
    interrupts.press()
  }
  return { signal: interrupts.signal, leave }
}

test('nothing is aborted before the first press', () => {
  expect(pressed().signal.aborted).toBe(false)
})

test('the first press ends the work in good order', () => {
  const { signal, leave } = pressed(0)
  expect(signal.reason).toBeInstanceOf(Interrupted)
  expect(leave).not.toHaveBeenCalled()
})

test('the second press leaves at once', () => {
  expect(pressed(0, 2_000).leave).toHaveBeenCalledOnce()
})

test('one press that arrives twice, from the terminal and through npm, is one', () => {
  expect(pressed(0, 3).leave).not.toHaveBeenCalled()
  expect(pressed(0, 3, 2_000).leave).toHaveBeenCalledOnce()
})
