import type { TrialStatus } from '../events.ts'
import { createUndoScope } from '../faults/undo.ts'
import { watchLimits } from './abort-limits.ts'
import { startAutoscaling } from './autoscaling.ts'
import { baseline } from './baseline.ts'
import { calibration } from './calibration.ts'
import { census, censusIfCheap, isCheap } from './census.ts'
import { type TrialContext, warn } from './context.ts'
import { down } from './down.ts'
import { faults } from './faults.ts'
import { preflight, Skipped } from './preflight.ts'
import { reasonOf } from './reason.ts'
import { recovery } from './recovery.ts'
import { sampleStack } from './sample.ts'
import { describeStack, up } from './up.ts'
import { startLoad, warmUp } from './warm-up.ts'

export interface TrialResult {
  status: TrialStatus
  /** What went wrong and whose fault it was; undefined when it is complete. */
  reason: string | undefined
  /** What was thrown, where the trial failed. */
  error?: unknown
}

/**
 * One target under one scenario, once. Whatever happens, the journal says how it ended and nothing of it is left
 * running. Throws only when the journal itself can't be written.
 */
export async function runTrial(trial: TrialContext): Promise<TrialResult> {
  const result = await live(trial).catch<TrialResult>((error) => {
    if (error instanceof Skipped) return { status: 'skipped', reason: error.message }
    if (trial.signal.aborted) return interruptedBy(error, trial.signal)
    return { status: 'failed', reason: reasonOf(error), error }
  })
  const { status, reason } = result
  trial.journal.append({ type: 'end', status, ...(reason === undefined ? {} : { reason }) })
  return result
}

const interrupted: TrialResult = { status: 'interrupted', reason: 'you interrupted it' }

/** What was thrown is the interruption itself, or something that failed while the trial ended because of it. */
function interruptedBy(error: unknown, signal: AbortSignal): TrialResult {
  if (error === signal.reason) return interrupted
  return { status: 'interrupted', reason: `you interrupted it; then: ${reasonOf(error)}` }
}

/** The phases in the order of a trial's life. */
async function live(trial: TrialContext): Promise<TrialResult> {
  const { daemonOffsetMs } = await preflight(trial)
  await calibration(trial)
  const stack = await up(trial)
  await using _down = down(trial, stack)
  describeStack(trial, stack)
  await using load = await startLoad(trial, stack)
  await using undo = createUndoScope()
  const limits = watchLimits(trial.planned.scenario)
  load.tally.watch(limits.second)
  const result = await underLoad({ ...trial, signal: AbortSignal.any([trial.signal, limits.signal]) })
  if (result.status === 'complete') {
    await census(trial, { stack, load, undo, signal: isCheap(trial) ? load.failed : trial.signal })
  }
  if (result.status === 'interrupted') await censusIfCheap(trial, { stack, load, undo, signal: load.failed })
  return result

  /** `limited` ends when a limit is met, too. */
  async function underLoad(limited: TrialContext): Promise<TrialResult> {
    await using _samples = sampleStack(trial, { stack, limits })
    try {
      const timeLine = await warmUp(limited, load, daemonOffsetMs)
      const struck = { now: new Set<string>(), ever: new Set<string>() }
      const sessions = () => load.tally.sessionsByServer()
      await using scaling = startAutoscaling(limited, { stack, timeLine, undo, struck, sessions })
      await baseline(limited, timeLine)
      await faults(limited, { cluster: stack.cluster, timeLine, undo, struck, sessions })
      await recovery(limited, timeLine)
      await scaling.ended
      return { status: 'complete', reason: undefined }
    } catch (error) {
      if (trial.signal.aborted) {
        warn(trial, 'interrupted', 'The trial was interrupted: its load ended early.')
        return interrupted
      }
      const reason = limits.reason()
      if (reason === undefined) throw error
      warn(trial, 'aborted', `The trial was aborted: ${reason}. No census was taken.`)
      // Before the faults are taken back, which may take a while.
      await load[Symbol.asyncDispose]()
      return { status: 'aborted', reason }
    }
  }
}
