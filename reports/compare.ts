import { formatDifference, formatInterval, formatP, formatValue, plural } from './format.ts'
import { type MetricDefinition, metrics } from './metrics.ts'
import type { Comparison, EstimateResult } from './result.ts'
import { type Estimate, fewestPairsForVerdict, warningText } from './statistics/estimate.ts'
import { holm } from './statistics/holm.ts'
import { standardDeviation } from './statistics/mean.ts'
import { differences, logRatios, pairedDifference, pairedRatio } from './statistics/paired.ts'
import { minimumDetectableEffect } from './statistics/power.ts'
import type { TrialResult } from './trial-result.ts'

const level = 0.05

/**
 * Every target against the baseline in every metric, by blocks of one scenario. Only the primary metric is tested,
 * and Holm's adjustment is over its targets; all else is an interval for orientation (MEASURES, section 4).
 */
export function compare(
  trials: readonly TrialResult[],
  { scenario, baseline, primary }: { scenario: string; baseline: string; primary: string },
): Comparison[] {
  const ofScenario = trials.filter((trial) => trial.scenario === scenario)
  const targets = new Set(ofScenario.map(({ target }) => target).filter((target) => target !== baseline))
  const found = [...targets].flatMap((target) =>
    Object.entries(metrics).map(([name, metric]) => {
      const both = paired(ofScenario, { target, baseline, name })
      return {
        scenario,
        target,
        baseline,
        metric: name,
        primary: name === primary,
        ...effectOf(both, metric),
      }
    }),
  )
  const tested = found.filter((each) => each.primary && each.effect.p !== null)
  const adjusted = holm(tested.map(({ effect }) => effect.p ?? 1))
  return found.map((each) => {
    const pHolm = adjusted[tested.indexOf(each)] ?? null
    const verdict = verdictOf(each, pHolm)
    return { ...each, pHolm, verdict, text: textOf({ ...each, pHolm, verdict }) }
  })
}

interface Pairs {
  pairs: Comparison['pairs']
  /** Blocks that were left out. */
  missing: number
  /** The target ran before the baseline in every block, or after it in every one. */
  sameOrder: boolean
}

function paired(
  trials: readonly TrialResult[],
  { target, baseline, name }: { target: string; baseline: string; name: string },
): Pairs {
  const blocks = [...new Set(trials.map(({ block }) => block))].sort((a, b) => a - b)
  const orders = new Set<boolean>()
  const pairs = blocks.flatMap((block) => {
    const inBlock = trials.filter((trial) => trial.block === block && trial.validity === 'valid')
    const one = inBlock.find((trial) => trial.target === target)
    const other = inBlock.find((trial) => trial.target === baseline)
    const values = [one?.metrics[name] ?? null, other?.metrics[name] ?? null] as const
    if (!one || !other || values[0] === null || values[1] === null) return []
    orders.add(one.position < other.position)
    return { block, target: values[0], baseline: values[1] }
  })
  return { pairs, missing: blocks.length - pairs.length, sameOrder: pairs.length > 1 && orders.size === 1 }
}

type Effect = Pick<Comparison, 'title' | 'scale' | 'pairs' | 'effect' | 'minimumDetectable'>

function effectOf({ pairs, missing, sameOrder }: Pairs, { title, scale: wanted }: MetricDefinition): Effect {
  const positive = pairs.every(({ target, baseline }) => target > 0 && baseline > 0)
  const scale = wanted === 'ratio' && positive ? 'ratio' : 'difference'
  const effect = scale === 'ratio' ? pairedRatio(pairs) : pairedDifference(pairs)
  const warnings = [...effect.warnings]
  if (wanted === 'ratio' && !positive) warnings.push('differenceInstead')
  if (missing > 0 && pairs.length > 0) warnings.push('missingPairs')
  if (sameOrder) warnings.push('positionEffect')
  return {
    title,
    scale,
    pairs,
    effect: withText({ ...effect, warnings }),
    minimumDetectable: minimumDetectable(pairs, scale),
  }
}

/** The warnings as they stand in `result.json`. */
export function withText(found: Estimate): EstimateResult {
  return { ...found, warnings: found.warnings.map((code) => ({ code, text: warningText(code) })) }
}

/** Null where it can't be told: below two pairs, or when every block gave the same. */
function minimumDetectable(pairs: Comparison['pairs'], scale: Comparison['scale']): number | null {
  const effect = minimumDetectableEffect(pairs.length)
  const deviation = standardDeviation(scale === 'ratio' ? logRatios(pairs) : differences(pairs))
  if (effect === null || deviation === 0) return null
  return scale === 'ratio' ? Math.exp(effect * deviation) : effect * deviation
}

function verdictOf(
  { primary, pairs, effect, scale }: Pick<Comparison, 'primary' | 'pairs' | 'effect' | 'scale'>,
  pHolm: number | null,
): Comparison['verdict'] {
  if (!primary) return 'orientation'
  if (pairs.length === 0 || effect.low === null || effect.high === null) {
    return pairs.length === 0 ? 'cannotTell' : 'exploratory'
  }
  if (pairs.length < fewestPairsForVerdict) return 'exploratory'
  const same = scale === 'ratio' ? 1 : 0
  const excludesSame = effect.low > same || effect.high < same
  return excludesSame && pHolm !== null && pHolm <= level ? 'different' : 'noDetectableDifference'
}

function textOf(found: Omit<Comparison, 'text'>): string {
  const { title, target, baseline, scale, pairs, effect, pHolm, verdict, minimumDetectable: smallest } = found
  const unit = metrics[found.metric]?.unit ?? 'count'
  const show = (value: number) =>
    scale === 'ratio' ? formatValue(value, 'times') : formatDifference(value, unit)
  if (verdict === 'cannotTell') return `${title}, ${target} against ${baseline}: no block can be compared.`
  const seen = `${title}, ${target} ${scale === 'ratio' ? '÷' : '−'} ${baseline}: ${formatInterval(effect, show)}`
  const basis = `${plural(pairs.length, 'block')}${pHolm === null ? '' : `, ${formatP(pHolm)}`}`
  switch (verdict) {
    case 'different':
      return `${seen} (${basis}): different.`
    case 'noDetectableDifference':
      return `${seen} (${basis}): no detectable difference${smallest === null ? '' : `; one of ${show(smallest)} would have been found four times out of five`}.`
    case 'exploratory':
      return `${seen} (${plural(pairs.length, 'block')}): exploratory, no verdict below ${fewestPairsForVerdict} blocks.`
    case 'orientation':
      return `${seen} (${plural(pairs.length, 'block')}; not adjusted, for orientation).`
    default:
      return verdict satisfies never
  }
}
