import { formatDuration } from '../duration.ts'
import type { ScenarioDescription } from '../journal/descriptions.ts'
import type { Second } from './tally.ts'

/**
 * With a smaller share of its memory available the host begins to end processes, and not only ours: a trial is
 * aborted before, unless its scenario says something else.
 */
export const leastHostMemory = 0.05

/** What ends a trial early, so that nothing worse happens. */
export interface AbortLimits {
  /** Aborted when a limit is met. */
  readonly signal: AbortSignal
  /** Which limit that was, and by how much; undefined as long as all hold. */
  reason(): string | undefined
  second(second: Second): void
  /** The share of the host's memory that is available; null where nobody knows. */
  hostMemory(share: number | null): void
}

/** Watches the limits of a scenario. The first that is met counts. */
export function watchLimits({ abort = {} }: Pick<ScenarioDescription, 'abort'>): AbortLimits {
  const { errorShare, hostMemory: { below } = { below: leastHostMemory } } = abort
  const controller = new AbortController()
  let met: string | undefined
  let badSinceMs: number | undefined

  const end = (reason: string) => {
    met ??= reason
    controller.abort(new Error(met))
  }
  return {
    signal: controller.signal,
    reason: () => met,
    second({ fromMs, toMs, ok, notOk }) {
      const ended = ok + notOk
      // A second in which nothing ended shows neither that errors go on nor that they are over.
      if (!errorShare || ended === 0) return
      const share = notOk / ended
      if (share <= errorShare.above) badSinceMs = undefined
      else badSinceMs ??= fromMs
      if (badSinceMs === undefined || toMs - badSinceMs < errorShare.forMs) return
      const limit = `the limit is ${percent(errorShare.above)} for ${formatDuration(errorShare.forMs)}`
      end(`${percent(share)} of the operations failed, and ${limit}`)
    },
    hostMemory(share) {
      if (share === null || share >= below) return
      end(`${percent(share)} of the host’s memory was available, and the limit is ${percent(below)}`)
    },
  }
}

const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`
