import type { SessionStore } from '../../targets/web/session-store.ts'
import { eventually } from '../eventually.ts'

/** The time-out of a store, where no test waits for it. */
export const patientMs = 30_000

/** Waits until the store answers. */
export const answers = (store: SessionStore): Promise<void> => eventually(() => store.ping())
