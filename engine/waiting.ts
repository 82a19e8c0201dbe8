import type { Clock } from './clock.ts'

interface Limit {
  clock: Clock
  limitMs: number
  signal: AbortSignal
  /** What it means that the limit passed. */
  late(): Error
}

/** Resolves and rejects as `work` does, but no later than `signal` is aborted: then it rejects with its reason. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const abort = () => reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort)
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  return promise
}

/**
 * Runs `work` with a signal that is aborted when `signal` is, or when the limit has passed. Does not return before
 * `work` does, so that what it started is its own to clean up.
 */
export async function withLimit<T>(
  { clock, limitMs, signal, late }: Limit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController()
  const finished = new AbortController()
  clock.sleep(limitMs, finished.signal).then(
    () => limit.abort(late()),
    () => {},
  )
  try {
    return await work(AbortSignal.any([signal, limit.signal]))
  } finally {
    finished.abort()
  }
}

/** Waits for something that happens elsewhere, no longer than the limit. */
export function waitFor<T>(event: Promise<T>, limit: Limit): Promise<T> {
  return withLimit(limit, (signal) => abortable(event, signal))
}
