import type { AutoscalerDescription, ScenarioDescription } from '../journal/descriptions.ts'
import { settleMs, windowMs } from './staircase.ts'

/** Starting and removing the stack, and starting a generator whose users log in. */
const stackMs = 4_000
const startMs = 3_500
/** So many steps are usually taken: the first time until it is known where to look, and for each number of servers. */
const usualSteps = { coarse: 5, fine: 5 } as const
/** A busy machine may take longer, but not for ever. */
const mostTimesLonger = 2

/** How long a calibration takes on a machine that is not busy; 0 where a scenario has none. */
export function expectedCalibrationMs({ autoscaler }: Pick<ScenarioDescription, 'autoscaler'>): number {
  if (!autoscaler?.objective) return 0
  const stepMs = settleMs + windowMs
  const coarseMs = startMs + usualSteps.coarse * stepMs
  return stackMs + coarseMs + sizesOf(autoscaler).length * (startMs + usualSteps.fine * stepMs)
}

/** When a calibration gives up on what it has not measured by then. */
export function calibrationLimitMs(scenario: Pick<ScenarioDescription, 'autoscaler'>): number {
  return mostTimesLonger * expectedCalibrationMs(scenario)
}

/** Every number of servers that the autoscaler may have. */
export function sizesOf({ min, max }: Pick<AutoscalerDescription, 'min' | 'max'>): number[] {
  return Array.from({ length: max - min + 1 }, (_, index) => min + index)
}
