import { enter, type TrialContext } from './context.ts'
import type { TimeLine } from './warm-up.ts'

/** The load goes on to its end: whether and when the steady state comes back is read from the journal. */
export async function recovery(trial: TrialContext, timeLine: TimeLine): Promise<void> {
  const { method, autoscaler } = trial.planned.scenario
  if (method.length === 0 || autoscaler) return
  enter(trial, 'recovery')
  await timeLine.until(trial.planned.scenario.durationMs)
}
