import { formatDuration } from '../../engine/duration.ts'
import type { ScenarioDescription } from '../../engine/journal/descriptions.ts'
import { leastHostMemory } from '../../engine/trial/abort-limits.ts'
import { formatShare } from '../../reports/format.ts'

/** What ends a trial early; nothing where a scenario leaves it to the usual limit. */
export function abortInWords({ abort }: Pick<ScenarioDescription, 'abort'>): string[] {
  if (!abort) return []
  const { errorShare, hostMemory } = abort
  const below = hostMemory?.below ?? leastHostMemory
  const limits = [
    ...(errorShare
      ? [
          `more than ${formatShare(errorShare.above)} of the operations fail for ${formatDuration(errorShare.forMs)}`,
        ]
      : []),
    ...(below > 0 ? [`less than ${formatShare(below)} of the host’s memory is available`] : []),
  ]
  return limits.length === 0 ? ['never aborted'] : [`aborted when ${limits.join(', or ')}`]
}
