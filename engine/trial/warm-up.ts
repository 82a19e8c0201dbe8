import { TrafficError } from '../errors.ts'
import type { RunningStack } from '../platform.ts'
import { waitFor, withLimit } from '../waiting.ts'
import { enter, type TrialContext } from './context.ts'
import { followLoad, type Load, overloaded } from './load.ts'
import { trafficPlanOf, trafficRecordOf } from './traffic-plan.ts'

const limitMs = 60_000

const tooLate = (what: string) =>
  new TrafficError(`The traffic did not ${what} within ${limitMs / 1_000} s.`, { hint: overloaded })

/** Starts the traffic, in which all users log in; the load goes on until it is drained. */
export async function startLoad(trial: TrialContext, stack: RunningStack): Promise<Load> {
  enter(trial, 'warmUp')
  trial.journal.append(trafficRecordOf(trial.planned))
  const { clock, signal, planned } = trial
  const late = () => tooLate('start')
  const traffic = await withLimit({ clock, limitMs, signal, late }, (limited) =>
    stack.startTraffic(trafficPlanOf(planned, stack), limited),
  )
  return followLoad(trial, traffic)
}

/** The time line of a load, on our clock. */
export interface TimeLine {
  /** Instant 0 of the load. */
  startedMs: number
  /** Waits until an instant of the load; rejects when the user interrupts or the generator fails. */
  until(atMs: number): Promise<void>
}

/** Waits until the generator says that the load has begun, then through the warm-up. */
export async function warmUp(trial: TrialContext, load: Load, daemonOffsetMs: number): Promise<TimeLine> {
  const { clock, planned } = trial
  const signal = AbortSignal.any([trial.signal, load.failed])
  const late = () => tooLate('begin')
  const { unixMs } = await waitFor(load.started, { clock, limitMs, signal, late })
  const startedMs = unixMs - daemonOffsetMs
  const timeLine = {
    startedMs,
    until: (atMs: number) => clock.sleep(Math.max(0, startedMs + atMs - clock.now()), signal),
  }
  await timeLine.until(planned.scenario.warmUpMs)
  return timeLine
}
