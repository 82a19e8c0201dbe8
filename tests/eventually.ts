import { vi } from 'vitest'

/** Only what never comes takes as long: a ring of three nodes starts in half a minute, and in more on a busy machine. */
const limitMs = 300_000

/** Repeats a check until it holds: containers and connections take their time to go and to come back. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: limitMs, interval: 20 })
