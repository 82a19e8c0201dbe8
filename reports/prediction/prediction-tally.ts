import { predictionKey, type TargetDescription } from '../../engine/journal/descriptions.ts'
import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import { isWebServer } from '../trial/faults.ts'
import type { PredictionResult } from '../trial-result.ts'
import { FaultTally } from './fault-tally.ts'
import { type Observation, observe } from './observe.ts'
import type { FaultWindow } from './window.ts'

/** Predicted against observed for the faults of a trial, in the order of their requests; add each session once. */
export class PredictionTally {
  readonly #faults: FaultTally[]

  constructor(windows: readonly FaultWindow[], target: Pick<TargetDescription, 'predicts' | 'balancer'>) {
    this.#faults = windows.map((window) => {
      const key = predictionKey(window.kind, tierOf(window, target.balancer))
      return new FaultTally(window, target.predicts[key] ?? 'unpredicted')
    })
  }

  /** Gives the fault to which the session was lost to its user, where one is to blame. */
  add(session: SessionEnd): string | undefined {
    const observed = observe(session)
    const culprit = this.#culprit(session, observed)
    let predictedBefore = false
    for (const fault of this.#faults) {
      fault.add(session, observed, { culprit: fault === culprit, predictedBefore })
      predictedBefore ||= fault.predictsOf(session)
    }
    return culprit?.window.fault
  }

  /** The fault to which a session that was signed out is put down: one that predicts it, else the latest before it. */
  #culprit(session: SessionEnd, { out, sinceMs }: Observation): FaultTally | undefined {
    if (out !== true) return undefined
    const before = this.#faults.filter(
      (fault) => fault.window.fromMs <= sinceMs && session.loginAtMs <= sinceMs,
    )
    return before.find((fault) => fault.predictsOf(session)) ?? before.at(-1)
  }

  results(): PredictionResult[] {
    return this.#faults.map((fault) => fault.result())
  }
}

/** Whom a fault strikes is all of one tier. */
function tierOf({ victims: [victim = ''] }: FaultWindow, balancer: string): 'web' | 'balancer' | 'store' {
  if (isWebServer(victim)) return 'web'
  return victim === balancer ? 'balancer' : 'store'
}
