import type { PlannedFault } from '../faults/fault.ts'
import type { AutoscalerDescription } from '../journal/descriptions.ts'

/** One more server: ready first, then registered. */
export const scaleOut: PlannedFault = { kind: 'add', options: {} }

/** So many servers less, at once: each leaves its users time, or none, as the scenario has it. */
export function scaleIn({ scaleIn: { pick, drainMs } }: AutoscalerDescription, count: number): PlannedFault {
  const aim = { service: 'web', pick, ...(count > 1 && { count }) }
  if (drainMs === null) return { kind: 'remove', options: aim }
  return { kind: 'drain', options: { ...aim, deadlineMs: drainMs } }
}

/** Every kind of fault that an autoscaler may inject. */
export function scalingFaults(autoscaler: AutoscalerDescription): PlannedFault[] {
  return [scaleOut, scaleIn(autoscaler, 1)]
}
