import { censusRatePerSecond, longestCensusMs, mostSessions, sweepMs } from '../catalogue/limits.ts'
import { formatDuration } from '../duration.ts'
import { TrafficError } from '../errors.ts'
import type { UndoScope } from '../faults/undo.ts'
import type { RunningStack } from '../platform.ts'
import { waitFor, withLimit } from '../waiting.ts'
import { enter, type TrialContext, warn } from './context.ts'
import { type Load, overloaded, type Reading } from './load.ts'
import { generatorsShareOfDropped, residual } from './tally.ts'

/** What the generator may take beyond what it was told, before it counts as hung. */
const slackMs = 15_000
const healthyWithinMs = 30_000
/** After an interruption nobody waits for a census whose reading takes longer … */
const cheapMs = 6_000
/** … or that takes longer than this in all. */
const patienceMs = 20_000
/** More operations not sent by the generator's own fault, and the load was not what was planned. */
const mostDroppedShare = 0.001
const ownMistake = 'Please report it, with the journal of this trial.'

interface CensusOptions {
  stack: RunningStack
  load: Load
  undo: UndoScope
  /** Aborted when nobody wants the census any more. */
  signal: AbortSignal
}

/**
 * When the load is drained: every session is read as found, where something is broken that can be undone; then the
 * faults are taken back, the last one first, and every session is read for good.
 */
export async function census(trial: TrialContext, options: CensusOptions): Promise<void> {
  enter(trial, 'census')
  const { stack, load, undo } = options
  const { scenario, target } = trial.planned
  const drainMs = 4 * scenario.timeoutMs + slackMs
  await reached(trial, load.drained, { ...options, limitMs: drainMs, what: 'drain' })

  const untilRead = async (reading: Reading, what: string) => {
    const begins = `begin to ${what}`
    const { sessions } = await reached(trial, reading.begun, { ...options, limitMs: slackMs, what: begins })
    const limitMs = longestCensusMs(scenario, sessions) + slackMs
    await reached(trial, reading.ended, { ...options, limitMs, what })
  }
  if (undo.pending > 0) {
    await load.censusAsFound()
    await untilRead(load.asFound, 'read the sessions as found')
  }
  await undo.undoAll()
  const gone = goneForGood(stack)
  const reason = gone ?? (await notHealthy(stack, options.signal))
  if (reason) {
    warn(trial, 'notHealthy', `Target "${target.name}" was not whole when its sessions were read: ${reason}`)
  }
  if (gone) await load.tellGoneForGood()
  await load.proceed()
  await untilRead(load.final, 'read every session')
  await reached(trial, load.ended, { ...options, limitMs: sweepMs + slackMs, what: 'leave' })
  checkLedger(trial, load)
}

/** Where nobody is left to wait for, who that is: nothing starts a store or a balancer again that a fault has ended. */
function goneForGood({ services, cluster }: RunningStack): string | undefined {
  const left = new Set(cluster.services().map(({ tier }) => tier))
  const gone = services.find(({ tier }) => (tier === 'store' || tier === 'balancer') && !left.has(tier))
  return gone && `no ${gone.tier} was left.`
}

/** Waits until all that runs is well; why it is not, once it has had its time. */
async function notHealthy(stack: RunningStack, signal: AbortSignal): Promise<string | undefined> {
  try {
    await stack.untilHealthy(healthyWithinMs, signal)
    return undefined
  } catch (error) {
    signal.throwIfAborted()
    return error instanceof Error ? error.message : String(error)
  }
}

/** After an interruption: ends the load, and reads the sessions if that is a matter of seconds. */
export async function censusIfCheap(trial: TrialContext, options: CensusOptions): Promise<void> {
  if (!isCheap(trial)) {
    const reading = formatDuration(readingMsOf(trial))
    return warn(trial, 'censusSkipped', `No census was taken: it would have taken ${reading}.`)
  }
  const { clock } = trial
  const late = () => new Error(`it took longer than ${formatDuration(patienceMs)}`)
  try {
    await options.load.proceed()
    await withLimit({ clock, limitMs: patienceMs, signal: options.signal, late }, (signal) =>
      census(trial, { ...options, signal }),
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    warn(trial, 'censusSkipped', `The census was not taken to its end: ${reason}.`)
  }
}

/** Whether a census is a matter of seconds, so that it is taken even when the user wants to leave. */
export function isCheap(trial: TrialContext): boolean {
  return readingMsOf(trial) <= cheapMs
}

function readingMsOf({ planned }: TrialContext): number {
  return (mostSessions(planned.scenario) / censusRatePerSecond(planned.scenario)) * 1_000
}

interface Wait {
  load: Load
  signal: AbortSignal
  limitMs: number
  what: string
}

function reached<T>(
  trial: TrialContext,
  event: Promise<T>,
  { load, signal, limitMs, what }: Wait,
): Promise<T> {
  const late = () =>
    new TrafficError(`The traffic did not ${what} within ${formatDuration(limitMs)}.`, { hint: overloaded })
  return waitFor(event, {
    clock: trial.clock,
    limitMs,
    signal: AbortSignal.any([signal, load.failed]),
    late,
  })
}

/** Throws a TrafficError when the ledger does not balance: then nothing that was counted can be trusted. */
function checkLedger(trial: TrialContext, load: Load): void {
  const ledgers = load.tally.totals()
  if (!ledgers) {
    throw new TrafficError('The traffic left without its final frame: its ledger is not known.', {
      hint: ownMistake,
    })
  }
  const unaccounted = ledgers.reduce((total, counts) => total + residual(counts), 0)
  if (unaccounted !== 0) {
    throw new TrafficError(
      `The traffic's ledger does not balance: ${unaccounted} operations are unaccounted for.`,
      { hint: ownMistake },
    )
  }
  const share = generatorsShareOfDropped(ledgers)
  if (share <= mostDroppedShare) return
  warn(
    trial,
    'dropped',
    `The generator could not send ${(share * 100).toFixed(2)} % of the operations: the load was not what was planned. Use a lower rate.`,
  )
}
