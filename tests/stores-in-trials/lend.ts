import type { Clock } from '../../engine/clock.ts'
import type { ExperimentEvent } from '../../engine/events.ts'
import type { TrialPhase } from '../../engine/journal/records.ts'
import type { Platform, RunningStack } from '../../engine/platform.ts'

/** What is other with a trial than an experiment would have it. */
export interface Trouble {
  /** Another stack than docker-compose.yml has, or another clock by which it is waited for. */
  stack?: { override: object; clock?: Clock }
  /** Happens while the stack starts: it may be what the stack waits for. */
  whileStarting?(): Promise<void>
  /** Happens when the stack is up, before the load. */
  onceUp?(stack: RunningStack): Promise<void>
  /** Happens when the phase begins, beside it; no census begins before this has ended. */
  during?: { phase: TrialPhase; act(stack: RunningStack): Promise<void> }
  /** How long a census waits for a stack to be whole: no longer where it never will be. */
  wholeWithinMs?: number
}

/** A platform for one trial. */
export interface Lent {
  platform: Platform
  /** Takes what the trial tells. */
  hear(event: ExperimentEvent): void
  /** Rejects where what was to happen beside a phase failed. */
  done(): Promise<void>
}

/** The platform with some trouble; it stays open after the trial. */
export function lend(platform: Platform, trouble: Trouble): Lent {
  const { stack: changes, whileStarting, onceUp, during, wholeWithinMs } = trouble
  let running: RunningStack | undefined
  let beside: Promise<void> = Promise.resolve()
  return {
    platform: {
      ...platform,
      async startStack(options) {
        const starting = platform.startStack({ ...options, ...changes })
        const [stack] = await Promise.all([starting, whileStarting?.()])
        await onceUp?.(stack)
        running = {
          ...stack,
          async untilHealthy(limitMs, signal) {
            await beside
            await stack.untilHealthy(wholeWithinMs ?? limitMs, signal)
          },
        }
        return running
      },
      async [Symbol.asyncDispose]() {},
    },
    hear(event) {
      if (!during || !running || event.type !== 'phase' || event.phase !== during.phase) return
      beside = during.act(running)
      beside.catch(() => {})
    },
    done: () => beside,
  }
}
