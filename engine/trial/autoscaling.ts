import { decide, memoryAtStart } from '../autoscaler/decide.ts'
import { recommend } from '../autoscaler/recommend.ts'
import { type Look, look, sightBetween } from '../autoscaler/watch.ts'
import type { InjectOptions } from '../faults/inject.ts'
import type { AutoscalerDescription } from '../journal/descriptions.ts'
import type { RunningStack } from '../platform.ts'
import { abortable, waitFor } from '../waiting.ts'
import type { TrialContext } from './context.ts'
import { type ScalingChanges, scalingChanges } from './scaling-changes.ts'
import type { TimeLine } from './warm-up.ts'

/** A look that takes longer is given up: the next sync looks again. */
const lookWithinMs = 2_000

interface AutoscalingOptions extends Pick<InjectOptions, 'undo' | 'struck' | 'sessions'> {
  stack: Pick<RunningStack, 'cluster' | 'usage'>
  timeLine: TimeLine
}

/** Disposing of it ends it early, once the change that goes on has its verdict. */
export interface Autoscaling extends AsyncDisposable {
  /**
   * The load has ended, and so has the last change of the number of servers. Rejects when the user interrupts or the
   * generator fails.
   */
  readonly ended: Promise<void>
}

/** Lets the number of servers follow the load; does nothing where a scenario has no autoscaler. */
export function startAutoscaling(trial: TrialContext, options: AutoscalingOptions): Autoscaling {
  const { autoscaler } = trial.planned.scenario
  const end = new AbortController()
  const ended = autoscaler ? follow(trial, { ...options, autoscaler, end: end.signal }) : Promise.resolve()
  ended.catch(() => {})
  return {
    ended,
    async [Symbol.asyncDispose]() {
      end.abort()
      await ended.catch(() => {})
    },
  }
}

async function follow(
  trial: TrialContext,
  {
    autoscaler,
    end,
    ...options
  }: AutoscalingOptions & { autoscaler: AutoscalerDescription; end: AbortSignal },
): Promise<void> {
  const { stack, timeLine } = options
  const { fromMs, syncMs } = autoscaler
  const changes = scalingChanges(trial, autoscaler, { ...options, cluster: stack.cluster })
  const sync = createSync(trial, autoscaler, { stack, changes })
  let lookedMs = Number.NEGATIVE_INFINITY
  try {
    for (let atMs = fromMs; atMs < trial.planned.scenario.durationMs; atMs += syncMs) {
      await abortable(timeLine.until(atMs), end)
      // One that was missed is not made up for: a rate between two looks at nearly one instant means nothing.
      if (trial.clock.now() - lookedMs < syncMs / 2) continue
      await sync()
      lookedMs = trial.clock.now()
    }
  } finally {
    await changes.settled()
  }
}

/** One look, one decision, one record; the first look has nothing to be compared with. */
function createSync(
  { clock, journal, planned, signal: abort }: TrialContext,
  autoscaler: AutoscalerDescription,
  { stack, changes }: { stack: AutoscalingOptions['stack']; changes: ScalingChanges },
): () => Promise<void> {
  const { signal, target } = autoscaler
  const { cluster } = stack
  let before: Look | undefined
  let memory = memoryAtStart(clock.now(), planned.scenario.servers)

  const see = async () => {
    const now = await look(stack, { signal, nowMs: clock.now, abort })
    const sight = await sightBetween(before ?? now, now, { ...changes, signal, cluster, abort })
    before = now
    return { ...sight, ready: now.ready.length }
  }
  const late = () => new Error(`no answer within ${lookWithinMs / 1_000} s`)

  return async () => {
    const seen = await waitFor(see(), { clock, limitMs: lookWithinMs, signal: abort, late }).catch(() => {
      abort.throwIfAborted()
    })
    // A balancer that was killed has no view.
    if (!seen) return
    const { servers, ready } = seen
    const { desired, mean, highest } = recommend(seen, autoscaler)
    const situation = { atMs: clock.now(), servers, desired, starting: changes.starting.size }
    const { wanted, decision, reason, ...decided } = decide(situation, autoscaler, memory)
    memory = decided.memory
    const numbers = { value: mean, max: highest, target, desired, wanted }
    journal.append({ type: 'autoscaler', servers, ready, signal, ...numbers, decision, reason })
    if (decision === 'out') changes.add(wanted - servers)
    if (decision === 'in') changes.remove(servers - wanted)
  }
}
