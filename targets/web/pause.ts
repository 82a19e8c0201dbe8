import { setTimeout as sleep } from 'node:timers/promises'

/** Waits, but for no longer than the signal lets it, and not for its own sake: the process may end meanwhile. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => {})
