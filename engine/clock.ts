import { setTimeout } from 'node:timers/promises'

/** Where the engine gets the time from; tests bring a twin that moves by hand. */
export interface Clock {
  /** Milliseconds since 1970, with fractions; never runs backwards within a process. */
  now(): number
  /** Waits; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The real time: the wall clock as it was at the process's start, carried on by the monotonic clock. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  async sleep(ms, signal) {
    await setTimeout(ms, undefined, signal ? { signal } : {}).catch((error) => {
      throw signal?.aborted ? signal.reason : error
    })
  },
}
