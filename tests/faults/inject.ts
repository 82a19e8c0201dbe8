import { loadFaults } from '../../engine/catalogue/faults.ts'
import { systemClock } from '../../engine/clock.ts'
import type { Cluster } from '../../engine/cluster.ts'
import type { Evidence, PlannedFault } from '../../engine/faults/fault.ts'
import { inject } from '../../engine/faults/inject.ts'
import { createUndoScope, type UndoScope } from '../../engine/faults/undo.ts'
import type { NewRecord } from '../../engine/journal/records.ts'

export interface Injected {
  verdicts: Evidence['verdict'][]
  reasons: string[]
  victims: string[]
  /** Takes it back. */
  undo(): Promise<void>
}

/** Injects one fault into a running stack, as a trial does. */
export async function injectInto(
  cluster: Cluster,
  { kind, options }: PlannedFault,
  { undo = createUndoScope() as UndoScope, seed = 1, sessions = {}, clock = systemClock } = {},
): Promise<Injected> {
  const definition = (await loadFaults()).get(kind)
  if (!definition) throw new Error(`there is no fault "${kind}"`)
  const records: NewRecord[] = []
  const evidence = await inject(
    { id: 'f1', kind, title: kind, options, definition, plannedUnixMs: clock.now() },
    {
      cluster,
      clock,
      journal: { append: (record) => void records.push(record), [Symbol.dispose]() {} },
      emit: () => {},
      signal: new AbortController().signal,
      struck: { now: new Set(), ever: new Set() },
      undo,
      seed,
      sessions: () => sessions,
    },
  )
  return {
    verdicts: evidence.map(({ verdict }) => verdict),
    reasons: evidence.map(({ reason }) => reason),
    victims: records.flatMap((record) => (record.type === 'undo' ? record.victim : [])),
    async undo() {
      await undo.undoAll()
      const failed = records.find((record) => record.type === 'warning')
      if (failed) throw new Error(failed.message)
    },
  }
}
