import type { TrialRecords } from './trial-records.ts'

/** From an instant of the load to before another one. */
export interface Span {
  fromMs: number
  toMs: number
}

/** The parts of a trial in whole seconds, set by its schedule and never by how it went. */
export interface TrialWindows {
  /** From the end of the warm-up to the first planned fault, or to when servers begin to follow the load. */
  baseline: Span
  /** From there to the end of the load; null where nothing was to happen. */
  afterFault: Span | null
  measured: Span
}

/** Null where no whole second of the measured part is in the journal. */
export function trialWindows(records: TrialRecords): TrialWindows | null {
  const { warmUpMs, method, autoscaler } = records.trial.scenario
  const fromMs = Math.ceil(warmUpMs / 1_000) * 1_000
  const toMs = Math.floor(settledMs(records) / 1_000) * 1_000
  if (toMs <= fromMs) return null
  const disturbances = [...method.map(({ atMs }) => atMs), ...(autoscaler ? [autoscaler.fromMs] : [])]
  const first = Math.min(toMs, ...disturbances)
  const faultSecond = Math.max(fromMs, Math.floor(first / 1_000) * 1_000)
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

/** The seconds of a span whose ends are whole ones. */
export function secondsOf({ fromMs, toMs }: Span): number[] {
  return Array.from({ length: Math.max(0, (toMs - fromMs) / 1_000) }, (_, index) => fromMs / 1_000 + index)
}
