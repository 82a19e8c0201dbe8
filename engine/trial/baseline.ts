import { enter, type TrialContext } from './context.ts'
import { firstDisturbanceMs } from './faults.ts'
import type { TimeLine } from './warm-up.ts'

/** The steady state that recovery is measured against: until the first fault or autoscaling, or the end where there is none. */
export async function baseline(trial: TrialContext, timeLine: TimeLine): Promise<void> {
  enter(trial, 'baseline')
  const { scenario } = trial.planned
  await timeLine.until(firstDisturbanceMs(scenario) ?? scenario.durationMs)
}
