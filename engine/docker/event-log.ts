import type { ClusterEvent, EventWatch } from '../cluster.ts'

/** Hands events to those who watch, and an end that should not have come to those who wait. */
export interface EventLog {
  report(event: ClusterEvent): void
  /** From now on nothing more will be reported, and nobody may take the silence for an answer. */
  fail(error: Error): void
  watch(): EventWatch
}

interface Watcher {
  see(event: ClusterEvent): void
  fail(error: Error): void
}

export function createEventLog(): EventLog {
  const watchers = new Set<Watcher>()
  let failure: Error | undefined
  return {
    report(event) {
      for (const watcher of [...watchers]) watcher.see(event)
    },
    fail(error) {
      failure ??= error
      for (const watcher of [...watchers]) watcher.fail(error)
    },
    watch() {
      const past: ClusterEvent[] = []
      const memory: Watcher = { see: (event) => void past.push(event), fail: () => {} }
      watchers.add(memory)
      return {
        events: past,
        [Symbol.dispose]: () => void watchers.delete(memory),
        async find(matches, limitMs, signal) {
          signal.throwIfAborted()
          const found = past.find(matches)
          if (found) return found
          if (failure) throw failure
          return nextEvent(watchers, matches, limitMs, signal)
        },
      }
    },
  }
}

/** The daemon tells of an event some milliseconds after it happened, more when it is busy: hence the limit. */
function nextEvent(
  watchers: Set<Watcher>,
  matches: (event: ClusterEvent) => boolean,
  limitMs: number,
  signal: AbortSignal,
): Promise<ClusterEvent | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<ClusterEvent | undefined>()
  const watcher: Watcher = {
    see: (event) => void (matches(event) && resolve(event)),
    fail: reject,
  }
  const abort = () => reject(signal.reason)
  const timer = setTimeout(() => resolve(undefined), limitMs)
  watchers.add(watcher)
  signal.addEventListener('abort', abort)
  return promise.finally(() => {
    clearTimeout(timer)
    watchers.delete(watcher)
    signal.removeEventListener('abort', abort)
  })
}
