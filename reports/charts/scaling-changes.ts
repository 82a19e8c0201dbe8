import type { FaultResult, TrialResult } from '../trial-result.ts'
import { type PlacedLabel, placeLabels } from './labels.ts'
import { right } from './layout.ts'
import type { Scale } from './scales.ts'

/** `+ web-4` when it was up, `− web-4` when it was taken out. */
export function scalingChanges({ faults }: TrialResult, x: Scale): PlacedLabel[] {
  const labels = faults.flatMap((fault) => {
    const atMs = fault.by === 'autoscaler' ? effectAtMs(fault) : undefined
    return atMs === undefined
      ? []
      : { text: `${fault.kind === 'add' ? '+' : '−'} ${fault.victim ?? ''}`, x: x(atMs) }
  })
  return placeLabels(labels, right)
}

function effectAtMs({ steps }: FaultResult): number | undefined {
  const at = (wanted: string) => steps.find(({ step }) => step === wanted)?.atMs
  return at('takenOut') ?? at('detected') ?? at('observed') ?? at('requested')
}
