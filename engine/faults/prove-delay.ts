import type { Evidence, FaultContext } from './fault.ts'
import { askBothWays } from './on-path.ts'

/** Timers of the kernel and of the proxy count in whole milliseconds. */
const roundingMs = 1

interface ExpectedDelay {
  /** An answer by the path comes so much later than one past it, at least. */
  atLeastMs: number
  /** How long the question is. */
  bytes?: number
}

/** Confirmed where every server whose path it is waits longer for an answer by the path than past it. */
export async function proveDelay(
  node: string,
  options: { service: string; on?: string | undefined },
  { atLeastMs, bytes }: ExpectedDelay,
  context: FaultContext,
): Promise<Evidence> {
  const { asked, straight } = await askBothWays(node, options, bytes === undefined ? {} : { bytes }, context)
  if ('error' in straight) {
    return {
      verdict: 'inconclusive',
      reason: `${node} does not answer past its path either: ${straight.error}`,
    }
  }
  const laterMs = asked.map(({ byPath }) => ('ms' in byPath ? byPath.ms - straight.ms : Number.NaN))
  const shown = asked.map(
    ({ server, byPath }) => `${server} ${'ms' in byPath ? inMs(byPath.ms) : byPath.error}`,
  )
  const reason = `${node} answers by its path after: ${shown.join(', ')}; past it after ${inMs(straight.ms)}`
  const isLate = laterMs.length > 0 && laterMs.every((ms) => ms >= atLeastMs - roundingMs)
  return { verdict: isLate ? 'confirmed' : 'mismatch', reason }
}

const inMs = (ms: number) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`
