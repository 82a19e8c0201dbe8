import type { ScenarioDescription } from '../../engine/journal/descriptions.ts'
import { type Measured, metrics } from '../metrics.ts'
import type { HypothesisResult, TrialResult } from '../trial-result.ts'

type ToleranceResult = HypothesisResult['tolerances'][number]

/**
 * Whether the steady-state hypothesis of the scenario held. A trial that is invalid can't be judged; an inconclusive
 * one can deviate, but never hold.
 */
export function judgeHypothesis(
  hypothesis: ScenarioDescription['hypothesis'],
  trial: Measured,
  validity: TrialResult['validity'],
): HypothesisResult {
  const tolerances = Object.entries(hypothesis).map(([metric, { atMost, atLeast }]): ToleranceResult => {
    const limits = { metric, atMost: atMost ?? null, atLeast: atLeast ?? null }
    const found = { ...limits, observed: metrics[metric]?.of(trial) ?? null }
    return { ...found, held: held(found, trial) }
  })
  if (validity === 'invalid') return { deviated: null, tolerances }
  if (tolerances.some((tolerance) => tolerance.held === false)) return { deviated: true, tolerances }
  const allHeld = validity === 'valid' && tolerances.every((tolerance) => tolerance.held)
  return { deviated: allHeld ? false : null, tolerances }
}

/** Null where the number is not known, unless it is known to be beyond its limit anyway. */
function held(
  { metric, atMost, atLeast, observed }: Omit<ToleranceResult, 'held'>,
  trial: Measured,
): boolean | null {
  if (observed !== null) {
    return (
      observed <= (atMost ?? Number.POSITIVE_INFINITY) && observed >= (atLeast ?? Number.NEGATIVE_INFINITY)
    )
  }
  const surelyAbove = metrics[metric]?.above?.(trial) ?? null
  return atMost !== null && surelyAbove !== null && surelyAbove > atMost ? false : null
}
