import { setTimeout as sleep } from 'node:timers/promises'

/** What is known of the store without waiting for it. */
export interface StoreHealth extends Disposable {
  /** Why the server can't serve now, or undefined when the store answered the last time it was asked. */
  readonly trouble: string | undefined
}

/**
 * Asks the store every `everyMs`, one question at a time, and remembers the answer. So a health check costs nothing,
 * is answered at once even while the store hangs, and no number of checks piles questions up on a store in trouble.
 * The answer is at most `everyMs` old, or `everyMs` and the store's time-out when the store hangs.
 *
 * A store that is slow, but answers within its time-out, is healthy: the server serves, slowly. A check that waited
 * for the store would fail at the balancer's time-out for checks and take every server out at once.
 */
export function watchStore(ping: () => Promise<void>, everyMs = 250): StoreHealth {
  const stop = new AbortController()
  let trouble: string | undefined = 'the store was not asked yet'

  const watch = async () => {
    while (!stop.signal.aborted) {
      trouble = await ping().then(() => undefined, messageOf)
      await sleep(everyMs, undefined, { signal: stop.signal, ref: false }).catch(() => {})
    }
  }
  void watch()

  return {
    get trouble() {
      return trouble
    },
    [Symbol.dispose]: () => stop.abort(),
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
