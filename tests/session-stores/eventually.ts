import { vi } from 'vitest'
import type { SessionStore } from '../../targets/web/session-store.ts'

/** Repeats a check until it holds: containers and connections take their time to go and to come back. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 60_000, interval: 20 })

/** Waits until the store answers. */
export const answers = (store: SessionStore): Promise<void> => eventually(() => store.ping())
