import type { ScenarioDescription } from '../engine/journal/descriptions.ts'
import type { TrialData } from './data.ts'
import type { ElasticityResult } from './elasticity-result.ts'
import { elasticityOf, elasticSpeedUp } from './statistics/elasticity.ts'
import type { TrialResult } from './trial-result.ts'

/** A trial with what it ran, and its series. */
interface Analysed {
  scenario: ScenarioDescription
  result: TrialResult
  data: TrialData
}

/**
 * The trials in their order, those with an autoscaler beside the trial of the same target and block in which the same
 * load met a number of servers that stayed. What the load demands is what the calibration of the former says.
 */
export function withSpeedUps(analysed: readonly Analysed[]): TrialResult[] {
  return analysed.map((each) => {
    const { elasticity } = each.result
    const reference = elasticity && analysed.find((other) => isReference(other, each))
    if (!elasticity || !reference) return each.result
    const speedUp = {
      reference: reference.result.id,
      value: speedUpOf(elasticity, each.data, reference.data),
    }
    return { ...each.result, elasticity: { ...elasticity, speedUp } }
  })
}

function isReference(other: Analysed, { scenario, result }: Analysed): boolean {
  return (
    other.scenario.autoscaler === undefined &&
    other.scenario.method.length === 0 &&
    other.result.target === result.target &&
    other.result.block === result.block &&
    other.result.validity === 'valid' &&
    loadOf(other.scenario) === loadOf(scenario)
  )
}

function loadOf({ rate, users, warmUpMs, durationMs, operations }: ScenarioDescription): string {
  return JSON.stringify([rate, users, warmUpMs, durationMs, operations])
}

function speedUpOf(found: ElasticityResult, own: TrialData, reference: TrialData): number | null {
  const { underAccuracy, overAccuracy, underTimeShare, overTimeShare } = found
  const without = elasticityOf(own.servers.demand, reference.servers.supply, found).elasticity
  if (underAccuracy === null || overAccuracy === null) return null
  if (underTimeShare === null || overTimeShare === null || !without) return null
  return elasticSpeedUp(without, { underAccuracy, overAccuracy, underTimeShare, overTimeShare })
}
