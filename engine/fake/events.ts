import type { Clock } from '../clock.ts'
import type { ClusterEvent, EventWatch } from '../cluster.ts'

type Listener = (event: ClusterEvent) => void

/** What the fake daemon and balancer report. */
export interface FakeEvents {
  report(event: ClusterEvent): void
  listen(listener: Listener): Disposable
  watch(): EventWatch
}

/** To those who watch; limits pass on the fake clock. */
export function createFakeEvents(clock: Clock): FakeEvents {
  const listeners = new Set<Listener>()
  const listen = (listener: Listener): Disposable => {
    listeners.add(listener)
    return { [Symbol.dispose]: () => void listeners.delete(listener) }
  }
  return {
    listen,
    report(event) {
      for (const listener of [...listeners]) listener(event)
    },
    watch() {
      const past: ClusterEvent[] = []
      const memory = listen((event) => void past.push(event))
      return {
        events: past,
        [Symbol.dispose]: () => memory[Symbol.dispose](),
        async find(matches, limitMs, signal) {
          const found = past.find(matches)
          if (found) return found
          const over = new AbortController()
          const { promise, resolve, reject } = Promise.withResolvers<ClusterEvent | undefined>()
          using _next = listen((event) => void (matches(event) && resolve(event)))
          clock.sleep(limitMs, AbortSignal.any([signal, over.signal])).then(() => resolve(undefined), reject)
          return await promise.finally(() => over.abort())
        },
      }
    },
  }
}
