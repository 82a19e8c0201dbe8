import type { Clock } from '../clock.ts'

/** A clock whose time passes only when everybody waits for it: then it is at once the next instant waited for. */
export interface FakeClock extends Clock {
  /** Moves the time by hand, waking on the way whoever waits. */
  advance(ms: number): Promise<void>
}

interface Sleeper {
  untilMs: number
  wake(): void
}

export function createFakeClock({
  startMs = 1_000_000_000_000,
  moves = 'byItself' as 'byItself' | 'byHand',
} = {}): FakeClock {
  let nowMs = startMs
  let sleepers: Sleeper[] = []
  let pumping = false

  const wakeNext = (limitMs: number): boolean => {
    const next = sleepers.reduce<Sleeper | undefined>(
      (first, sleeper) => (first && first.untilMs <= sleeper.untilMs ? first : sleeper),
      undefined,
    )
    if (!next || next.untilMs > limitMs) return false
    sleepers = sleepers.filter((sleeper) => sleeper !== next)
    nowMs = Math.max(nowMs, next.untilMs)
    next.wake()
    return true
  }
  const pump = () => {
    pumping = wakeNext(Number.POSITIVE_INFINITY)
    if (pumping) setImmediate(pump)
  }
  return {
    now: () => nowMs,
    sleep(ms, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      if (signal?.aborted) return Promise.reject(signal.reason)
      const sleeper: Sleeper = {
        untilMs: nowMs + ms,
        wake() {
          signal?.removeEventListener('abort', abort)
          resolve()
        },
      }
      const abort = () => {
        sleepers = sleepers.filter((other) => other !== sleeper)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', abort, { once: true })
      sleepers.push(sleeper)
      if (moves === 'byItself' && !pumping) {
        pumping = true
        setImmediate(pump)
      }
      return promise
    },
    async advance(ms) {
      const limitMs = nowMs + ms
      do await settled()
      while (wakeNext(limitMs))
      nowMs = limitMs
    },
  }
}

/** Everything that can go on without time passing has gone on. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
