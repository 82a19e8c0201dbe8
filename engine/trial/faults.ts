import type { Cluster } from '../cluster.ts'
import { inject } from '../faults/inject.ts'
import type { UndoScope } from '../faults/undo.ts'
import { deriveSeed } from '../random.ts'
import { enter, type TrialContext, warn } from './context.ts'
import type { TimeLine } from './warm-up.ts'

interface FaultPhase {
  cluster: Cluster
  timeLine: TimeLine
  /** Takes the faults back, the last one first. */
  undo: UndoScope
}

/** Injects every fault at its time, while the load goes on; ends when each of them has its verdict. */
export async function faults(trial: TrialContext, { cluster, timeLine, undo }: FaultPhase): Promise<void> {
  const { planned, signal } = trial
  if (planned.scenario.method.length === 0) return
  enter(trial, 'faults')
  const struck = { now: new Set<string>(), ever: new Set<string>() }
  const injections = planned.scenario.method.map(async (fault) => {
    const definition = trial.faults.get(fault.kind)
    if (!definition) throw new Error(`There is no fault "${fault.kind}"; the plan should not have passed.`)
    await timeLine.until(fault.atMs)
    const evidence = await inject(
      { ...fault, definition, plannedUnixMs: timeLine.startedMs + fault.atMs },
      { ...trial, cluster, undo, struck, seed: deriveSeed(planned.trafficSeed, `victim/${fault.id}`) },
    )
    for (const { verdict, reason } of evidence) {
      if (verdict === 'confirmed') continue
      const told = `"${fault.title}" is ${verdict}: ${reason}. Nothing here counts as passed.`
      warn(trial, 'faultNotConfirmed', told)
    }
  })
  const results = await Promise.allSettled(injections)
  signal.throwIfAborted()
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
