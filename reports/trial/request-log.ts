import type { RecordOf } from '../../engine/journal/records.ts'
import type { RequestLogResult } from '../trial-result.ts'
import type { LoadClock } from './load-clock.ts'
import type { TrialWindows } from './windows.ts'

/**
 * What the balancer's own log says of its requests, before and after the fault. A record speaks of the second before
 * it was written; the census reads sessions over new connections and is in neither window.
 */
export function requestLogOf(
  logs: readonly RecordOf<'requestLog'>[],
  clock: LoadClock,
  { baseline, afterFault }: TrialWindows,
): RequestLogResult[] {
  const spans = [
    { window: 'baseline', span: baseline },
    { window: 'afterFault', span: afterFault },
  ] as const
  return spans.flatMap(({ window, span }) => {
    if (!span) return []
    const within = logs.filter(({ at }) => {
      const writtenMs = clock.fromEngine(at)
      return writtenMs > span.fromMs && writtenMs <= span.toMs
    })
    return within.length === 0 ? [] : [{ window, ...sumOf(within) }]
  })
}

function sumOf(logs: readonly RecordOf<'requestLog'>[]): Omit<RequestLogResult, 'window'> {
  const sum = { requests: 0, unanswered: 0, retried: 0, redispatched: 0, words: {} as Record<string, number> }
  for (const { requests, unanswered, retried, redispatched, words } of logs) {
    sum.requests += requests
    sum.unanswered += unanswered
    sum.retried += retried
    sum.redispatched += redispatched
    for (const [word, count] of Object.entries(words)) sum.words[word] = (sum.words[word] ?? 0) + count
  }
  return sum
}
