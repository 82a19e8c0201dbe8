import { scaleIn, scaleOut } from '../autoscaler/actions.ts'
import type { PlannedFault } from '../faults/fault.ts'
import { type InjectOptions, inject } from '../faults/inject.ts'
import type { AutoscalerDescription } from '../journal/descriptions.ts'
import { deriveSeed } from '../random.ts'
import type { TrialContext } from './context.ts'
import { warnUnlessConfirmed } from './faults.ts'

/** What the autoscaler does to the servers; it goes on meanwhile. */
export interface ScalingChanges {
  /** Those that are being added. */
  readonly starting: ReadonlySet<string>
  add(count: number): void
  remove(count: number): void
  /** Resolves when every change has its verdict. */
  settled(): Promise<void>
}

/** Every change is journaled as the fault that it is: `scale-1`, `scale-2` … */
export function scalingChanges(
  trial: TrialContext,
  autoscaler: AutoscalerDescription,
  options: Pick<InjectOptions, 'cluster' | 'undo' | 'struck' | 'sessions'>,
): ScalingChanges {
  const { clock, planned } = trial
  const starting = new Set<string>()
  const changes: Promise<void>[] = []

  const change = async ({ kind, options: ofFault }: PlannedFault, id: string) => {
    const definition = trial.faults.get(kind)
    if (!definition) throw new Error(`There is no fault "${kind}"; the plan should not have passed.`)
    const title = definition.title(ofFault)
    const seed = deriveSeed(planned.trafficSeed, `victim/${id}`)
    const evidence = await inject(
      { id, kind, title, options: ofFault, definition, plannedUnixMs: clock.now(), by: 'autoscaler' },
      { ...trial, ...options, seed },
    )
    warnUnlessConfirmed(trial, title, evidence)
  }
  const begin = (work: (id: string) => Promise<void>) => {
    const begun = work(`scale-${changes.length + 1}`)
    begun.catch(() => {})
    changes.push(begun)
  }

  return {
    starting,
    add(count) {
      for (let more = 0; more < count; more++) {
        const name = options.cluster.nextServer()
        starting.add(name)
        begin((id) => change(scaleOut, id).finally(() => starting.delete(name)))
      }
    },
    remove: (count) => begin((id) => change(scaleIn(autoscaler, count), id)),
    async settled() {
      await Promise.all(changes)
    },
  }
}
