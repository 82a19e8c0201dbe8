import type { TrialResult } from '../trial-result.ts'
import type { TimeWindow } from './panel.ts'

/** What is not counted, and what the rest is measured against. */
export function windowsOf({ baseline }: TrialResult): TimeWindow[] {
  if (!baseline) return []
  const { fromMs, toMs } = baseline
  return [
    { fromMs: 0, toMs: fromMs, className: 'not-counted' },
    { fromMs, toMs, className: 'baseline-window' },
  ]
}
