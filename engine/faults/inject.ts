import type { AnyFault } from '../catalogue/faults.ts'
import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'
import type { Emit } from '../events.ts'
import type { Journal } from '../journal/write.ts'
import { createRandom } from '../random.ts'
import { abortable, withLimit } from '../waiting.ts'
import type { Evidence, FaultContext } from './fault.ts'
import { type Strike, timeline } from './timeline.ts'
import type { UndoScope } from './undo.ts'

/** An API call that has not answered after this long hangs; stopping a server takes its grace. */
const callWithinMs = 20_000

/** A fault of a scenario, due now. */
export interface DueFault {
  id: string
  kind: string
  title: string
  options: Record<string, unknown>
  definition: AnyFault
  /** When it was to happen, on our clock. */
  plannedUnixMs: number
}

export interface InjectOptions {
  cluster: Cluster
  journal: Journal
  emit: Emit
  clock: Clock
  signal: AbortSignal
  undo: UndoScope
  /** Who is being struck now: no two faults at one time have the same victim. */
  struck: Set<string>
  /** Decides who is struck: the same for every target of a block. */
  seed: number
}

/**
 * Does a fault and proves it. Whatever goes wrong with it is a verdict, never an exception: the trial goes on, and
 * says that its fault was not confirmed. Its inverse is journaled before it is applied.
 */
export async function inject(fault: DueFault, options: InjectOptions): Promise<Evidence> {
  const { cluster, journal, clock, signal, undo, struck, seed } = options
  const { definition } = fault
  const candidates = [...definition.candidates(cluster, fault.options)].filter((name) => !struck.has(name))
  const victim = createRandom(seed).pick(candidates.sort())
  const strike = timeline({ ...fault, victim: victim ?? definition.service(fault.options) }, options)
  strike.step('planned', fault.plannedUnixMs)
  if (victim === undefined) {
    return strike.verdict({
      verdict: 'mismatch',
      reason: `nothing of ${definition.service(fault.options)} is running that it could strike`,
    })
  }

  struck.add(victim)
  using watch = cluster.watch()
  const context = { cluster, clock, watch }
  const inverse = definition.undo?.describe(victim, fault.options) ?? null
  journal.append({ type: 'undo', fault: fault.id, victim, inverse })
  if (definition.undo) undo.defer(() => takeBack(fault, victim, options))
  strike.step('requested')
  const failure = await attempt(
    (limited) => definition.apply(victim, fault.options, { ...context, signal: limited }),
    { clock, signal },
  )
  if (!failure) strike.step('acknowledged')
  const evidence = await prove(fault, victim, { ...context, signal })
  struck.delete(victim)
  return conclude(strike, evidence, failure)
}

/** Why a call failed or was given up; undefined when it was acknowledged. */
async function attempt(
  call: (signal: AbortSignal) => Promise<void>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<string | undefined> {
  const late = () => new Error(`no answer within ${callWithinMs / 1_000} s`)
  try {
    await withLimit({ clock, limitMs: callWithinMs, signal, late }, (limited) =>
      abortable(call(limited), limited),
    )
    return undefined
  } catch (error) {
    return signal.aborted ? 'interrupted' : messageOf(error)
  }
}

async function prove(fault: DueFault, victim: string, context: FaultContext): Promise<Evidence> {
  try {
    return await abortable(fault.definition.prove(victim, fault.options, context), context.signal)
  } catch (error) {
    const why = context.signal.aborted ? 'interrupted before it was proven' : messageOf(error)
    return { verdict: 'inconclusive', reason: why }
  }
}

/** A fault whose call failed is not confirmed, even where its effect was seen: more may be missing of it. */
function conclude(strike: Strike, evidence: Evidence, failure: string | undefined): Evidence {
  if (evidence.observedUnixMs !== undefined) strike.step('observed', evidence.observedUnixMs, 'daemon')
  if (evidence.detectedUnixMs !== undefined) strike.step('detected', evidence.detectedUnixMs, 'daemon')
  if (failure === undefined) return strike.verdict(evidence)
  return strike.verdict({
    ...evidence,
    verdict: evidence.verdict === 'confirmed' ? 'inconclusive' : evidence.verdict,
    reason: `${evidence.reason}; the call failed: ${failure}`,
  })
}

/** Takes a fault back, also after an interruption; one that can't be taken back is told, and the others go on. */
async function takeBack(fault: DueFault, victim: string, options: InjectOptions): Promise<void> {
  const { cluster, clock, journal, emit } = options
  const strike = timeline({ ...fault, victim }, options)
  using watch = cluster.watch()
  strike.step('undoRequested')
  const failure = await attempt(
    async (signal) => fault.definition.undo?.apply(victim, fault.options, { cluster, clock, watch, signal }),
    { clock, signal: new AbortController().signal },
  )
  if (failure === undefined) return strike.step('undone')
  const message = `"${fault.title}" could not be taken back from ${victim}: ${failure}.`
  journal.append({ type: 'warning', code: 'undoFailed', message })
  emit({ type: 'warning', message })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
