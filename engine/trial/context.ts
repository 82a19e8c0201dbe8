import type { DeclaredServices } from '../catalogue/declared-services.ts'
import type { AnyFault } from '../catalogue/faults.ts'
import type { Clock } from '../clock.ts'
import type { Emit } from '../events.ts'
import type { TrialPhase } from '../journal/records.ts'
import type { Journal } from '../journal/write.ts'
import type { PlannedTrial } from '../plan.ts'
import type { Platform } from '../platform.ts'
import type { Calibrations } from './calibration.ts'

/** What every phase of a trial may use. */
export interface TrialContext {
  planned: PlannedTrial
  platform: Platform
  journal: Journal
  clock: Clock
  emit: Emit
  /** Aborted when the user interrupts. */
  signal: AbortSignal
  faults: ReadonlyMap<string, AnyFault>
  services: DeclaredServices
  /** Blocks of the whole experiment. */
  blocks: number
  calibrations: Calibrations
}

/** Says that a phase begins. */
export function enter({ journal, emit, signal }: TrialContext, phase: TrialPhase): void {
  if (phase !== 'census' && phase !== 'down') signal.throwIfAborted()
  journal.append({ type: 'phase', phase })
  emit({ type: 'phase', phase })
}

/** What a reader must know before any number; the code is for programs, the message says what to do. */
export function warn(
  { journal, emit }: Pick<TrialContext, 'journal' | 'emit'>,
  code: string,
  message: string,
) {
  journal.append({ type: 'warning', code, message })
  emit({ type: 'warning', message })
}
