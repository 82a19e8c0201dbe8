import { merge, quantileOfSuccess, quantiles } from '../statistics/quantiles.ts'
import type { LatencyResult } from '../trial-result.ts'
import { countedOperations, sumOfCounts } from './counts.ts'
import type { FrameTotals } from './frame-totals.ts'
import { type Span, secondsOf, type TrialWindows } from './windows.ts'

/** Response times in the windows that the schedule sets. */
export function latencyOf(frames: FrameTotals, windows: TrialWindows): LatencyResult[] {
  const { baseline, afterFault, measured } = windows
  return [
    latencyIn(frames, 'measured', measured),
    latencyIn(frames, 'baseline', baseline),
    ...(afterFault ? [latencyIn(frames, 'afterFault', afterFault)] : []),
  ]
}

function latencyIn(frames: FrameTotals, window: LatencyResult['window'], span: Span): LatencyResult {
  const seconds = secondsOf(span).flatMap((second) => frames.seconds.get(second) ?? [])
  const counts = sumOfCounts(seconds.map((second) => second.counts))
  const operations = countedOperations(counts)
  const response = merge(seconds.flatMap(({ okResponse }) => okResponse))
  const service = merge(seconds.flatMap(({ okService }) => okService))
  return {
    window,
    ...span,
    operations,
    notOkShare: operations === 0 ? null : (operations - counts.ok) / operations,
    response: quantiles.map((q) => quantileOfSuccess(response, operations, q)),
    responseOfOk: quantiles.map((q) => quantileOfSuccess(response, response.totalCount, q)),
    serviceOfOk: quantiles.map((q) => quantileOfSuccess(service, service.totalCount, q)),
  }
}
