import type { TrialRecords } from './trial-records.ts'

/** Whole seconds, from the first to before the last. */
export interface Span {
  fromMs: number
  toMs: number
}

/** The parts of a trial, set by its schedule and never by how it went. */
export interface TrialWindows {
  /** From the end of the warm-up to the first planned fault, in whole seconds. */
  baseline: Span
  /** From the second of the first planned fault to the end of the load; null where no fault was planned. */
  afterFault: Span | null
  measured: Span
}

/** Null where no whole second of the measured part is in the journal. */
export function trialWindows(records: TrialRecords): TrialWindows | null {
  const { warmUpMs, method } = records.trial.scenario
  const fromMs = Math.ceil(warmUpMs / 1_000) * 1_000
  const toMs = Math.floor(settledMs(records) / 1_000) * 1_000
  if (toMs <= fromMs) return null
  const firstFault = method.length === 0 ? toMs : Math.min(...method.map(({ atMs }) => atMs))
  const faultSecond = Math.min(toMs, Math.max(fromMs, Math.floor(firstFault / 1_000) * 1_000))
  return {
    baseline: { fromMs, toMs: faultSecond },
    afterFault: faultSecond < toMs ? { fromMs: faultSecond, toMs } : null,
    measured: { fromMs, toMs },
  }
}

/**
 * Up to where every operation's end is known. In a journal that was cut off, the last two time-outs are not: an
 * operation may wait one in its session's queue and another for its answer.
 */
function settledMs({ frames, trial, drained }: TrialRecords): number {
  const { durationMs, timeoutMs } = trial.scenario
  if (frames.final) return Math.min(durationMs, drained?.atMs ?? durationMs)
  return Math.min(durationMs, Math.max(0, frames.lastMs - 2 * timeoutMs))
}

export function secondsOf({ fromMs, toMs }: Span): number[] {
  return Array.from({ length: Math.max(0, (toMs - fromMs) / 1_000) }, (_, index) => fromMs / 1_000 + index)
}
