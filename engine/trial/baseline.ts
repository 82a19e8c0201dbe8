import { enter, type TrialContext } from './context.ts'
import type { TimeLine } from './warm-up.ts'

/** The steady state that recovery is measured against: until the first fault, or the end where there is none. */
export async function baseline(trial: TrialContext, timeLine: TimeLine): Promise<void> {
  enter(trial, 'baseline')
  const { method, durationMs } = trial.planned.scenario
  await timeLine.until(Math.min(durationMs, ...method.map(({ atMs }) => atMs)))
}
