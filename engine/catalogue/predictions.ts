import { effects } from '../faults/fault.ts'
import { type Prediction, predictionKey, predictions } from '../journal/descriptions.ts'
import type { AnyFault } from './faults.ts'
import { object, oneOf } from './schema.ts'

type Faults = ReadonlyMap<string, AnyFault>
type Said = Record<string, Prediction | undefined>

/** How a target says what it expects of faults: by their effect, or by their kind. */
export function expectationsSchema(faults: Faults) {
  const prediction = oneOf(predictions).optional()
  const names = [...effects, ...faults.keys()]
  return object(Object.fromEntries(names.map((name) => [name, prediction]))).optional()
}

/** The prediction for every fault on every tier of which a target says something, as journals have it. */
export function predictionsByFault(
  said: { web?: Said | undefined; balancer?: Said | undefined; store?: Said | undefined },
  faults: Faults,
): Record<string, Prediction> {
  const byFault: Record<string, Prediction> = {}
  for (const tier of ['web', 'balancer', 'store'] as const) {
    for (const [kind, { effect }] of faults) {
      const prediction = said[tier]?.[kind] ?? said[tier]?.[effect]
      if (prediction !== undefined) byFault[predictionKey(kind, tier)] = prediction
    }
  }
  return byFault
}
