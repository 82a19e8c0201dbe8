import type { z } from 'zod'
import { formatDuration } from '../duration.ts'
import type { AbortDescription } from '../journal/descriptions.ts'
import type { Problem } from './problems.ts'
import { duration, object, share } from './schema.ts'
import { get, isRecord, milliseconds, number } from './unchecked.ts'

/** How the limits that abort a trial must look; what they mean beside the rest is for `problemsOfAbort`. */
export const abortSchema = object({
  errorShare: object({ above: share(), for: duration() }).optional(),
  hostMemory: object({ below: share() }).optional(),
})

/** The limits as they are journaled; nothing where a scenario sets none of its own. */
export function describeAbort(
  written: z.infer<typeof abortSchema> | undefined,
): { abort: AbortDescription } | undefined {
  if (written === undefined) return undefined
  const { errorShare, hostMemory } = written
  return {
    abort: {
      ...(errorShare && { errorShare: { above: errorShare.above, forMs: milliseconds(errorShare.for) } }),
      ...(hostMemory && { hostMemory: { below: hostMemory.below } }),
    },
  }
}

/** How long errors may last stretches with the times of the scenario. */
export function stretchAbort(abort: unknown, stretched: (time: unknown) => unknown): unknown {
  const errorShare = get(abort, 'errorShare')
  if (!isRecord(abort) || !isRecord(errorShare)) return abort
  return { ...abort, errorShare: { ...errorShare, for: stretched(errorShare.for) } }
}

/** A limit that can never be met would only seem to protect something. */
export function problemsOfAbort(scenario: unknown): Problem[] {
  const above = number(get(scenario, 'abort', 'errorShare', 'above'))
  const forMs = milliseconds(get(scenario, 'abort', 'errorShare', 'for'))
  const durationMs = milliseconds(get(scenario, 'duration'))
  const lasts = `is ${formatDuration(forMs)}, but the load ends after ${formatDuration(durationMs)}`
  return [
    ...(above === 1
      ? [{ field: 'abort.errorShare.above', problem: 'is 1, and no share is above that; give less' }]
      : []),
    ...(forMs >= durationMs ? [{ field: 'abort.errorShare.for', problem: `${lasts}; make it shorter` }] : []),
  ]
}
