import { withText } from './compare.ts'
import { formatShare, plural } from './format.ts'
import { metrics } from './metrics.ts'
import type { Spread, Summary } from './result.ts'
import { mean, meanWithInterval } from './statistics/mean.ts'
import { boundOfNeverSeen, clopperPearson } from './statistics/proportion.ts'
import type { TrialResult } from './trial-result.ts'

/** A target under a scenario: what its valid trials have in common. */
export function summarise(
  trials: readonly TrialResult[],
  { scenario, target }: { scenario: string; target: string },
): Summary {
  const all = trials.filter((trial) => trial.scenario === scenario && trial.target === target)
  const begun = all.filter(({ status }) => status !== 'skipped')
  const valid = all.filter(({ validity }) => validity === 'valid').sort((a, b) => a.block - b.block)
  return {
    scenario,
    target,
    trials: { all: all.length, valid: valid.length, skipped: all.length - begun.length },
    metrics: Object.fromEntries(Object.keys(metrics).map((name) => [name, spreadOf(valid, name)])),
    faultsThatLost: faultsThatLost(valid),
    predictionHeld: predictionHeld(valid),
    cameBack: cameBack(valid),
    hypothesis: hypothesisOver(begun),
  }
}

/** A scenario without a hypothesis has none that could hold: no trial counts for it. */
function hypothesisOver(trials: readonly TrialResult[]): Summary['hypothesis'] {
  const judged = trials.filter(({ hypothesis }) => hypothesis.tolerances.length > 0)
  const count = (deviated: boolean | null) =>
    judged.filter(({ hypothesis }) => hypothesis.deviated === deviated).length
  return { held: count(false), deviated: count(true), cannotTell: count(null) }
}

function spreadOf(trials: readonly TrialResult[], name: string): Spread {
  const values = trials.map(({ id, block, metrics: found }) => ({
    trial: id,
    block,
    value: found[name] ?? null,
  }))
  const known = values.flatMap(({ value }) => value ?? [])
  if (known.length === 0) return { values, mean: null, min: null, max: null, interval: null }
  const [min, max] = [Math.min(...known), Math.max(...known)]
  return {
    values,
    mean: mean(known),
    min,
    max,
    interval: min === max ? null : withText(meanWithInterval(known)),
  }
}

/**
 * Sessions on one server fall together: what can be said of other faults is said of faults, not of sessions. What the
 * autoscaler did is no fault.
 */
function faultsThatLost(trials: readonly TrialResult[]): Summary['faultsThatLost'] {
  const withFault = trials.filter(
    ({ faults, sessions }) => sessions && faults.some(({ by }) => by === undefined),
  )
  if (withFault.length === 0) return null
  const lost = withFault.filter(({ sessions }) => (sessions?.lost ?? 0) > 0).length
  const of = withFault.length
  const text =
    lost === 0
      ? `0 of ${plural(of, 'trial')} with a fault lost a session: at most ${formatShare(boundOfNeverSeen(of))} of such faults would (one-sided 95 %).`
      : `${lost} of ${plural(of, 'trial')} with a fault lost sessions.`
  return { lost, of, interval: withText(clopperPearson(lost, of)), text }
}

function predictionHeld(trials: readonly TrialResult[]): Summary['predictionHeld'] {
  const verdicts = trials.flatMap(({ predictions }) => {
    const found = predictions.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'unpredicted')
    return found.length === 0 ? [] : [found]
  })
  if (verdicts.length === 0) return null
  return {
    held: verdicts.filter((found) => found.every((verdict) => verdict === 'asPredicted')).length,
    of: verdicts.length,
    cannotTell: verdicts.filter((found) => found.includes('cannotTell') && !found.includes('notAsPredicted'))
      .length,
  }
}

function cameBack(trials: readonly TrialResult[]): Summary['cameBack'] {
  const judged = trials.flatMap(({ recovery }) => recovery.filter(({ leftBand }) => leftBand !== null))
  if (judged.length === 0) return null
  return { back: judged.filter(({ backMs }) => backMs !== null).length, of: judged.length }
}
