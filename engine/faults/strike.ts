import type { Clock } from '../clock.ts'
import { abortable, withLimit } from '../waiting.ts'
import type { Evidence, FaultContext } from './fault.ts'
import type { DueFault, InjectOptions } from './inject.ts'
import { type TimeLine, timeline } from './timeline.ts'

/** An API call that has not answered after this long hangs; stopping a server takes its grace. */
const callWithinMs = 20_000

/** Does a fault to one victim, proves it, and takes it back if it lasts a while. Its inverse is journaled first. */
export async function strike(fault: DueFault, victim: string, options: InjectOptions): Promise<Evidence> {
  const { cluster, journal, clock, signal, undo, struck } = options
  const { definition } = fault
  const line = timeline({ ...fault, victim }, options)
  line.step('planned', fault.plannedUnixMs)
  using watch = cluster.watch()
  const context = { cluster, clock, watch, note: line.step }
  const inverse = definition.undo?.describe(victim, fault.options) ?? null
  journal.append({ type: 'undo', fault: fault.id, victim, inverse })
  const container = cluster.services().find(({ name }) => name === victim)?.container
  const undone = definition.undo && undo.defer(() => takeBack(fault, { victim, container }, options))
  const requestedMs = clock.now()
  line.step('requested', requestedMs)
  const failure = await attempt(
    (limited) => definition.apply(victim, fault.options, { ...context, signal: limited }),
    { clock, signal, limitMs: callWithinMs + (definition.takesMs?.(fault.options) ?? 0) },
  )
  if (!failure) line.step('acknowledged')
  const evidence = conclude(line, await prove(fault, victim, { ...context, signal }), failure)
  if (!undone) struck.now.delete(victim)
  const lastsMs = definition.lastsMs?.(fault.options)
  if (!undone || lastsMs === undefined) return evidence
  // Where the user interrupts, the trial takes it back.
  await clock.sleep(Math.max(0, requestedMs + lastsMs - clock.now()), signal).then(undone, () => {})
  return evidence
}

interface Limits {
  clock: Clock
  signal: AbortSignal
  limitMs: number
}

/** Why a call failed or was given up; undefined when it was acknowledged. */
async function attempt(
  call: (signal: AbortSignal) => Promise<void>,
  { clock, signal, limitMs }: Limits,
): Promise<string | undefined> {
  const late = () => new Error(`no answer within ${limitMs / 1_000} s`)
  try {
    await withLimit({ clock, limitMs, signal, late }, (limited) => abortable(call(limited), limited))
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
function conclude(line: TimeLine, evidence: Evidence, failure: string | undefined): Evidence {
  if (evidence.observedUnixMs !== undefined) line.step('observed', evidence.observedUnixMs, 'daemon')
  if (evidence.detectedUnixMs !== undefined) line.step('detected', evidence.detectedUnixMs, 'daemon')
  if (failure === undefined) return line.verdict(evidence)
  return line.verdict({
    ...evidence,
    verdict: evidence.verdict === 'confirmed' ? 'inconclusive' : evidence.verdict,
    reason: `${evidence.reason}; the call failed: ${failure}`,
  })
}

interface Victim {
  victim: string
  /** That was struck; undefined where there was none yet. */
  container: string | undefined
}

/**
 * Takes a fault back, also after an interruption. One that can't be taken back has ended with its victim where that
 * is dead or another by now; else it is told. The others go on.
 */
async function takeBack(fault: DueFault, struckOne: Victim, options: InjectOptions): Promise<void> {
  const { victim } = struckOne
  const { cluster, clock, journal, emit, struck } = options
  const line = timeline({ ...fault, victim }, options)
  using watch = cluster.watch()
  const context = { cluster, clock, watch, note: line.step }
  line.step('undoRequested')
  const failure = await attempt(
    async (signal) => fault.definition.undo?.apply(victim, fault.options, { ...context, signal }),
    { clock, signal: new AbortController().signal, limitMs: callWithinMs },
  )
  if (failure === undefined) {
    struck.now.delete(victim)
    return line.step('undone')
  }
  if (await isGone(struckOne, options)) {
    struck.now.delete(victim)
    return line.step('endedWithVictim')
  }
  const message = `"${fault.title}" could not be taken back from ${victim}: ${failure}.`
  journal.append({ type: 'warning', code: 'undoFailed', message })
  emit({ type: 'warning', message })
}

/** Whether it is dead, removed or replaced. Nobody is called gone only because Docker does not answer. */
async function isGone({ victim, container }: Victim, { cluster, clock }: InjectOptions): Promise<boolean> {
  const late = () => new Error('no answer')
  const { signal } = new AbortController()
  try {
    const state = await withLimit({ clock, limitMs: callWithinMs, signal, late }, (limited) =>
      abortable(cluster.look(victim, limited), limited),
    )
    return !state.running || (container !== undefined && state.container !== container)
  } catch {
    return !cluster.services().some(({ name }) => name === victim)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
