import { operationsBetween, type RatePoint } from '../../engine/journal/rate.ts'
import { bandLow, deficit, pooledShare, type Window, whenBack } from '../statistics/recovery.ts'
import type { BaselineResult, FaultResult, RecoveryResult } from '../trial-result.ts'
import { countedOperations, goodOperations } from './counts.ts'
import { earliest } from './faults.ts'
import type { FrameTotals } from './frame-totals.ts'
import { type Span, secondsOf, type TrialWindows } from './windows.ts'

/** The steady state that recovery is measured against. */
export function baselineOf(frames: FrameTotals, { baseline }: TrialWindows): BaselineResult {
  const windows = windowsOf(frames, baseline)
  const availability = pooledShare(windows)
  const operations = windows.reduce((sum, window) => sum + window.operations, 0)
  return {
    ...baseline,
    windows: windows.length,
    availability,
    bandLow: availability === null ? null : bandLow(availability, operations / windows.length),
  }
}

/** How the service came back from each fault, up to the next one. */
export function recoveryOf(
  frames: FrameTotals,
  baseline: BaselineResult,
  { begun, endMs, rate }: { begun: FaultResult[][]; endMs: number; rate: readonly RatePoint[] },
): RecoveryResult[] {
  return begun.flatMap((victims, index) => {
    const onsetAtMs = onset(victims)
    const next = begun[index + 1]
    const horizonAtMs = next ? Math.floor(onset(next) / 1_000) * 1_000 : endMs
    if (onsetAtMs >= endMs) return []
    const fromMs = Math.floor(onsetAtMs / 1_000) * 1_000
    const detectedAtMs = earliest(victims, 'detected')
    return {
      fault: victims[0]?.fault ?? '',
      onsetAtMs,
      horizonAtMs,
      detectedMs: detectedAtMs === undefined ? null : detectedAtMs - onsetAtMs,
      firstSuccessMs: null,
      ...judged(windowsOf(frames, { fromMs, toMs: horizonAtMs }), baseline.availability, {
        lateMs: onsetAtMs - fromMs,
        fromMs,
        rate,
      }),
    }
  })
}

/** The daemon's own event; where it reported none, the API's answer, or else the request. */
function onset(victims: readonly FaultResult[]): number {
  return (
    earliest(victims, 'observed') ?? earliest(victims, 'acknowledged') ?? earliest(victims, 'requested') ?? 0
  )
}

/** `lateMs`: how far into its first window the fault came. */
function judged(
  windows: Window[],
  p0: number | null,
  { lateMs, fromMs, rate }: { lateMs: number; fromMs: number; rate: readonly RatePoint[] },
) {
  if (p0 === null || windows.length === 0) {
    return { leftBand: null, backMs: null, relapses: 0, deficitOperations: null, deficitSeconds: null }
  }
  const { leftBand, back, relapses } = whenBack(windows, p0)
  return {
    leftBand,
    backMs: back === null ? null : Math.max(0, back * 1_000 - lateMs),
    relapses,
    deficitOperations: deficit(windows, p0),
    deficitSeconds: outageSeconds(windows, p0, { fromMs, rate }),
  }
}

/** The deficit as time without any right operation: of each second, the share of what was due in it. */
function outageSeconds(
  windows: readonly Window[],
  p0: number,
  { fromMs, rate }: { fromMs: number; rate: readonly RatePoint[] },
): number {
  return windows.reduce((sum, window, index) => {
    const start = fromMs + index * 1_000
    const due = operationsBetween(rate, { fromMs: start, toMs: start + 1_000 })
    return due === 0 ? sum : sum + deficit([window], p0) / due
  }, 0)
}

function windowsOf(frames: FrameTotals, span: Span): Window[] {
  return secondsOf(span).map((second) => {
    const counts = frames.seconds.get(second)?.counts
    return counts
      ? { operations: countedOperations(counts), good: goodOperations(counts) }
      : { operations: 0, good: 0 }
  })
}

/** Share of operations that were right within the limit, in a window of the schedule; null where there were none. */
export function availabilityIn(frames: FrameTotals, span: Span): number | null {
  return pooledShare(windowsOf(frames, span))
}
