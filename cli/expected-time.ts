import { expectedCalibrationMs } from '../engine/calibration/expected.ts'
import { censusRatePerSecond } from '../engine/catalogue/limits.ts'
import type { ScenarioDescription } from '../engine/journal/descriptions.ts'
import { operationsBetween } from '../engine/journal/rate.ts'
import type { ExperimentPlan } from '../engine/plan.ts'

/** Starting and removing a stack; measured on two cores: 1.7 s and 0.7 s. */
const stackMs = 4_000
/** What a census takes beside reading: what it missed is asked for again a second later, then the servers are. */
const confirmingMs = 2_000

/** How long a trial of a scenario takes on a machine that is not busy: an estimate, to know how long to wait. */
export function expectedTrialMs(scenario: ScenarioDescription): number {
  return stackMs + scenario.durationMs + censusMs(scenario) + confirmingMs
}

/**
 * How long each trial takes, by its id: the first of a target under a scenario waits for its calibration, if there is one,
 * and one that is skipped takes no time.
 */
export function expectedOfEach({ trials }: Pick<ExperimentPlan, 'trials'>): ReadonlyMap<string, number> {
  const calibrated = new Set<string>()
  return new Map(
    trials.map(({ id, target, scenario, skipped }) => {
      if (skipped !== undefined) return [id, 0]
      const pair = `${target.name} ${scenario.name}`
      const calibrationMs = calibrated.has(pair) ? 0 : expectedCalibrationMs(scenario)
      calibrated.add(pair)
      return [id, calibrationMs + expectedTrialMs(scenario)]
    }),
  )
}

/** How long all trials take. */
export function expectedMs(plan: Pick<ExperimentPlan, 'trials'>): number {
  return [...expectedOfEach(plan).values()].reduce((sum, ms) => sum + ms, 0)
}

/** Every session once: one for each user, and one more for each logout. */
function censusMs(scenario: ScenarioDescription): number {
  const { users, rate, durationMs, operations } = scenario
  const logouts = operationsBetween(rate, { fromMs: 0, toMs: durationMs }) * operations.logout
  return ((users + logouts) / censusRatePerSecond(scenario)) * 1_000
}
