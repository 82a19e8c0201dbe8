import type { TrafficRecord } from '../journal/traffic-records.ts'
import type { Traffic } from '../platform.ts'
import { abortable, waitFor } from '../waiting.ts'
import type { TrialContext } from './context.ts'
import { createTally, type Tally } from './tally.ts'

/** What was written until the generator was ended is still read, if it comes within this. */
const endsWithinMs = 10_000
/** What to do about a generator that takes too long. */
export const overloaded =
  'The machine may be overloaded: end what else runs on it, or use fewer users and a lower rate.'

/** A census: how many sessions it reads, once it has begun, and when it was read to its end. */
export interface Reading {
  readonly begun: Promise<{ sessions: number }>
  readonly ended: Promise<void>
}

/** A running generator whose every record goes into the journal. Disposing of it ends the generator. */
export interface Load extends AsyncDisposable {
  /** Aborted with the reason when the generator fails, or its records can't be written. */
  readonly failed: AbortSignal
  /** Instant 0 of the load, as the wall clock of the generator's host saw it. */
  readonly started: Promise<{ unixMs: number }>
  readonly drained: Promise<void>
  readonly asFound: Reading
  readonly final: Reading
  /** The generator has left, and everything it wrote is in the journal. */
  readonly ended: Promise<void>
  readonly tally: Tally
  proceed(): Promise<void>
  censusAsFound(): Promise<void>
  tellGoneForGood(): Promise<void>
}

/** Begins to read what the generator writes. */
export function followLoad(trial: TrialContext, traffic: Traffic): Load {
  const failure = new AbortController()
  const started = milestone<{ unixMs: number }>(failure.signal)
  const drained = milestone(failure.signal)
  const censuses = { asFound: censusMilestones(failure.signal), final: censusMilestones(failure.signal) }
  const tally = createTally(trial)

  const take = (record: TrafficRecord) => {
    trial.journal.append(record)
    if (record.type === 'start') started.reach({ unixMs: record.unixMs })
    if (record.type === 'frame') tally.add(record)
    if (record.type === 'drained') drained.reach()
    if (record.type === 'census') {
      trial.emit({ type: 'census', sessions: record.sessions, read: record.read })
      const { begun, ended } = censuses[record.census]
      if (record.step === 'begin') begun.reach({ sessions: record.sessions })
      if (record.step === 'end') ended.reach()
    }
  }
  const follow = async () => {
    for await (const record of traffic.records) take(record)
  }
  const ended = follow().catch((error) => {
    failure.abort(error)
    throw error
  })
  ended.catch(() => {})

  return {
    failed: failure.signal,
    started: started.reached,
    drained: drained.reached,
    asFound: readingOf(censuses.asFound),
    final: readingOf(censuses.final),
    ended,
    tally,
    proceed: () => traffic.proceed(),
    censusAsFound: () => traffic.censusAsFound(),
    tellGoneForGood: () => traffic.tellGoneForGood(),
    async [Symbol.asyncDispose]() {
      await traffic[Symbol.asyncDispose]()
      const late = () => new Error('its output did not end')
      const { clock } = trial
      const signal = new AbortController().signal
      await waitFor(ended, { clock, limitMs: endsWithinMs, signal, late }).catch(() => {})
    },
  }
}

interface Milestone<T> {
  /** Rejects when the generator fails before. */
  reached: Promise<T>
  reach(value: T): void
}

function milestone<T = void>(failed: AbortSignal): Milestone<T> {
  const { promise, resolve } = Promise.withResolvers<T>()
  const reached = abortable(promise, failed)
  // Not every one is waited for.
  reached.catch(() => {})
  return { reached, reach: resolve }
}

function censusMilestones(failed: AbortSignal) {
  return { begun: milestone<{ sessions: number }>(failed), ended: milestone(failed) }
}

const readingOf = ({ begun, ended }: ReturnType<typeof censusMilestones>): Reading => ({
  begun: begun.reached,
  ended: ended.reached,
})
