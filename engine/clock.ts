import { setTimeout } from 'node:timers/promises'

/** Where the engine gets the time from; tests bring a twin that moves by hand. */
export interface Clock {
  /** Milliseconds since 1970, with fractions; never runs backwards within a process. */
  now(): number
  /** Waits for at least so long; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The wall clock as it was at the process's start, carried on by the monotonic clock. */
const now = () => performance.timeOrigin + performance.now()

/** The real time. */
export const systemClock: Clock = {
  now,
  async sleep(ms, signal) {
    const endMs = now() + ms
    let leftMs = ms
    // Node counts a timer's time in whole milliseconds: it may go off up to one early.
    do {
      await setTimeout(leftMs, undefined, signal ? { signal } : {}).catch((error) => {
        throw signal?.aborted ? signal.reason : error
      })
      leftMs = endMs - now()
    } while (leftMs > 0)
  },
}
