import type { Clock } from '../clock.ts'
import type { Emit } from '../events.ts'
import type { RecordOf } from '../journal/records.ts'
import type { Journal } from '../journal/write.ts'
import type { Evidence } from './fault.ts'

type Step = RecordOf<'fault'>['step']

/** Writes down what becomes of one fault on one victim. */
export interface TimeLine {
  /** An instant of its life: now, unless it was reported with an instant of its own. */
  step(step: Step, unixMs?: number, clock?: 'engine' | 'daemon'): void
  verdict(evidence: Evidence): Evidence
}

interface Who {
  id: string
  kind: string
  title: string
  victim: string
  /** Who decided it, where the scenario did not plan it. */
  by?: 'autoscaler'
}

export function timeline(
  { id, kind, title, victim, by }: Who,
  { journal, emit, clock }: { journal: Journal; emit: Emit; clock: Clock },
): TimeLine {
  const unplanned = by === undefined ? {} : { by, title }
  return {
    step(step, unixMs = clock.now(), whose = 'engine') {
      journal.append({ type: 'fault', fault: id, kind, victim, step, unixMs, clock: whose, ...unplanned })
      emit({ type: 'fault', title, victim, step })
    },
    verdict(evidence) {
      const { verdict, reason } = evidence
      journal.append({ type: 'verdict', fault: id, victim, verdict, reason })
      emit({ type: 'verdict', title, victim, verdict, reason })
      return evidence
    },
  }
}
