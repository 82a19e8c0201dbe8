import type { Evidence, FaultContext } from './fault.ts'
import { askBothWays } from './on-path.ts'

/** Timers of the kernel and of the proxy count in whole milliseconds. */
const roundingMs = 1

interface ExpectedDelay {
  /** No answer by the path can come sooner. */
  atLeastMs: number
  /** How long the question is. */
  bytes?: number
}

/**
 * Confirmed where each of the servers whose path it is waits so long for an answer by it, and an answer past it comes
 * sooner. A busy machine makes answers later and never earlier: where it makes both late, nobody can tell.
 */
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
  const shown = asked.map(
    ({ server, byPath }) => `${server} ${'ms' in byPath ? inMs(byPath.ms) : byPath.error}`,
  )
  const reason = `${node} answers by its path after: ${shown.join(', ')}; past it after ${inMs(straight.ms)}`
  const isLate = asked.every(({ byPath }) => 'ms' in byPath && byPath.ms >= atLeastMs - roundingMs)
  if (!isLate || asked.length === 0) return { verdict: 'mismatch', reason }
  return { verdict: straight.ms < atLeastMs ? 'confirmed' : 'inconclusive', reason }
}

const inMs = (ms: number) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`
