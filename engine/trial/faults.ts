import type { Cluster } from '../cluster.ts'
import type { Evidence } from '../faults/fault.ts'
import { type InjectOptions, inject } from '../faults/inject.ts'
import type { UndoScope } from '../faults/undo.ts'
import type { ScenarioDescription } from '../journal/descriptions.ts'
import { deriveSeed } from '../random.ts'
import { enter, type TrialContext, warn } from './context.ts'
import type { TimeLine } from './warm-up.ts'

interface FaultPhase extends Pick<InjectOptions, 'struck' | 'sessions'> {
  cluster: Cluster
  timeLine: TimeLine
  /** Takes the faults back, the last one first. */
  undo: UndoScope
}

/**
 * Injects every fault at its time, while the load goes on; ends when each of them has its verdict. Where servers follow
 * the load, that goes on for as long as the load does.
 */
export async function faults(
  trial: TrialContext,
  { cluster, timeLine, undo, struck, sessions }: FaultPhase,
): Promise<void> {
  const { planned, signal } = trial
  if (firstDisturbanceMs(planned.scenario) === undefined) return
  enter(trial, 'faults')
  const injections = planned.scenario.method.map(async (fault) => {
    const definition = trial.faults.get(fault.kind)
    if (!definition) throw new Error(`There is no fault "${fault.kind}"; the plan should not have passed.`)
    await timeLine.until(fault.atMs)
    const evidence = await inject(
      { ...fault, definition, plannedUnixMs: timeLine.startedMs + fault.atMs },
      {
        ...trial,
        cluster,
        undo,
        struck,
        sessions,
        seed: deriveSeed(planned.trafficSeed, `victim/${fault.id}`),
      },
    )
    warnUnlessConfirmed(trial, fault.title, evidence)
  })
  const results = await Promise.allSettled(injections)
  signal.throwIfAborted()
  for (const result of results) if (result.status === 'rejected') throw result.reason
  if (planned.scenario.autoscaler) await timeLine.until(planned.scenario.durationMs)
}

/** When something first happens to the servers; undefined where nothing is planned, and none follow the load. */
export function firstDisturbanceMs({
  method,
  autoscaler,
}: Pick<ScenarioDescription, 'method' | 'autoscaler'>): number | undefined {
  const instants = [...method.map(({ atMs }) => atMs), ...(autoscaler ? [autoscaler.fromMs] : [])]
  return instants.length === 0 ? undefined : Math.min(...instants)
}

/** Says in the journal what was not proven to have happened. */
export function warnUnlessConfirmed(trial: TrialContext, title: string, evidence: readonly Evidence[]): void {
  for (const { verdict, reason } of evidence) {
    if (verdict === 'confirmed') continue
    // The words of others end as sentences.
    const why = reason.replace(/\.$/, '')
    warn(trial, 'faultNotConfirmed', `"${title}" is ${verdict}: ${why}. Nothing here counts as passed.`)
  }
}
