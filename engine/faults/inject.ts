import type { AnyFault } from '../catalogue/faults.ts'
import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'
import type { Emit } from '../events.ts'
import type { Journal } from '../journal/write.ts'
import { picksBySessions } from './aim.ts'
import type { Evidence } from './fault.ts'
import { strike } from './strike.ts'
import { timeline } from './timeline.ts'
import type { UndoScope } from './undo.ts'
import { chooseVictims, type SessionsByServer, type Struck } from './victims.ts'

/** A fault that is due now. */
export interface DueFault {
  id: string
  kind: string
  title: string
  options: Record<string, unknown>
  definition: AnyFault
  /** When it was to happen, on our clock. */
  plannedUnixMs: number
  /** Who decided it, where the scenario did not plan it. */
  by?: 'autoscaler'
}

export interface InjectOptions {
  cluster: Cluster
  journal: Journal
  emit: Emit
  clock: Clock
  signal: AbortSignal
  undo: UndoScope
  struck: Struck
  /** Who holds how many now. */
  sessions(): SessionsByServer
  /** Decides who is struck: the same for every target of a block. */
  seed: number
}

/**
 * Does a fault to each of its victims, and proves it. Whatever goes wrong with it is a verdict, never an exception:
 * the trial goes on, and says that its fault was not confirmed. Ends when a fault that lasts a while is taken back.
 */
export async function inject(fault: DueFault, options: InjectOptions): Promise<Evidence[]> {
  const { definition } = fault
  const found = definition.candidates(options.cluster, fault.options, options.signal)
  // Nothing may come between where nothing needs a wait: two servers added at one time would be given one name.
  const candidates = found instanceof Promise ? await found : found
  const sessions = options.sessions()
  const selection = definition.selection?.(fault.options) ?? {}
  const { victims, wanted } = chooseVictims(candidates, selection, { ...options, sessions })
  if (picksBySessions(selection.pick)) {
    options.journal.append({ type: 'pick', fault: fault.id, pick: selection.pick, sessions, victims })
  }
  for (const victim of victims) {
    options.struck.now.add(victim)
    options.struck.ever.add(victim)
  }
  const missed = victims.length < Math.max(1, wanted) ? [missing(fault, victims.length, options)] : []
  if (!definition.inTurn) {
    return [...missed, ...(await Promise.all(victims.map((victim) => strike(fault, victim, options))))]
  }
  const evidence = missed
  for (const victim of victims) {
    if (options.signal.aborted) break
    evidence.push(await strike(fault, victim, options))
  }
  return evidence
}

/** Fewer were there than the scenario wants struck. */
function missing(fault: DueFault, found: number, options: InjectOptions): Evidence {
  const service = fault.definition.service(fault.options)
  const line = timeline({ ...fault, victim: service }, options)
  line.step('planned', fault.plannedUnixMs)
  const what = found === 0 ? 'nothing' : `no more than ${found}`
  return line.verdict({
    verdict: 'mismatch',
    reason: `${what} of ${service} is running that it could strike`,
  })
}
