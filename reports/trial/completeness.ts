import type { TrialResult } from '../trial-result.ts'
import type { TrialRecords } from './trial-records.ts'

/** A journal without an end was cut off: its writer was killed. */
export function statusOf({ end }: TrialRecords): Pick<TrialResult, 'status' | 'reason'> {
  if (end) return { status: end.status, reason: end.reason ?? null }
  return { status: 'interrupted', reason: 'the journal has no end: Outlast was killed while it ran' }
}

/** What a whole journal has and this one has not, in the order of a trial. */
export function missingFrom({ start, frames, sessions, end }: TrialRecords): string[] {
  if (end?.status === 'skipped') return []
  if (!start) return ['the load never began']
  const missing: string[] = []
  if (!frames.final)
    missing.push(`the load is known for its first ${(frames.lastMs / 1_000).toFixed(1)} s only`)
  if (sessions === 0) missing.push('no census was taken')
  else if (!frames.final) missing.push('the census was cut off')
  return missing
}
