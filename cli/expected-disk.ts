import { mostSessions } from '../engine/catalogue/limits.ts'
import type { ExperimentPlan } from '../engine/plan.ts'

/** What a second of load and a session take in the journal and in the files made of it; measured 3,100 and 700. */
const bytesPerSecond = 6_000
const bytesPerSession = 1_000

/** What the results of a plan take on disk: an estimate, on the high side. A trial that is skipped takes none. */
export function expectedBytes({ trials }: Pick<ExperimentPlan, 'trials'>): number {
  return trials.reduce(
    (sum, { scenario, skipped }) =>
      skipped !== undefined
        ? sum
        : sum + (scenario.durationMs / 1_000) * bytesPerSecond + mostSessions(scenario) * bytesPerSession,
    0,
  )
}
