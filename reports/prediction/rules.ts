import type { Prediction } from '../../engine/journal/records.ts'
import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import type { FaultWindow } from './window.ts'

/** Whether theory says that the fault signs this session out. */
export type Predicts = (session: SessionEnd) => boolean

/**
 * The predictions that a target may name (MEASURES, section 3): each makes of a fault a function of the sessions,
 * or undefined where theory says nothing.
 */
export const predictionRules: Record<Prediction, (fault: FaultWindow) => Predicts | undefined> = {
  nobody: () => () => false,
  homeOnVictim: ({ victims }) => {
    const struck = new Set(victims)
    return ({ homeServer }) => struck.has(homeServer)
  },
  everybody: () => () => true,
  unpredicted: () => undefined,
}
