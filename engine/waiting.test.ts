import { describe, expect, test } from 'vitest'
import { createFakeClock } from './fake/clock.ts'
import { abortable, waitFor, withLimit } from './waiting.ts'

const never = () => new Promise<never>(() => {})
const aLimit = () => {
  const clock = createFakeClock({ startMs: 0 })
  const abort = new AbortController()
  return { clock, limitMs: 1_000, signal: abort.signal, late: () => new Error('late'), abort }
}

describe('what can be aborted', () => {
  test('ends as its work does', async () => {
    const { signal } = new AbortController()
    await expect(abortable(Promise.resolve(3), signal)).resolves.toBe(3)
    await expect(abortable(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken')
  })

  test('ends with the reason, though its work never does', async () => {
    const abort = new AbortController()
    const waiting = abortable(never(), abort.signal)
    abort.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    await expect(abortable(never(), abort.signal)).rejects.toThrow('enough')
  })
})

describe('a limit', () => {
  test('that is kept changes nothing, and nobody waits for it any more', async () => {
    const limit = aLimit()
    expect(await withLimit(limit, async () => 3)).toBe(3)
    await new Promise((resolve) => setImmediate(resolve))
    expect(limit.clock.now()).toBe(0)
  })

  test('that is not kept is told by the error of who set it', async () => {
    const limit = aLimit()
    await expect(waitFor(never(), limit)).rejects.toThrow('late')
    expect(limit.clock.now()).toBe(1_000)
  })

  test('lets work that was told to end clean up before it is left', async () => {
    const limit = aLimit()
    const log: string[] = []
    const work = withLimit(limit, async (signal) => {
      await abortable(never(), signal).catch(() => {})
      await limit.clock.sleep(50)
      log.push(`clean at ${limit.clock.now()}`)
      throw signal.reason
    })
    await expect(work).rejects.toThrow('late')
    expect(log).toEqual(['clean at 1050'])
  })

  test('gives way to an interruption', async () => {
    const limit = aLimit()
    const waiting = waitFor(never(), limit)
    limit.abort.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(limit.clock.now()).toBe(0)
  })
})
