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

/** A running generator whose every record goes into the journal. Disposing of it ends the generator. */
export interface Load extends AsyncDisposable {
  /** Aborted with the reason when the generator fails, or its records can't be written. */
  readonly failed: AbortSignal
  /** Instant 0 of the load, as the wall clock of the generator's host saw it. */
  readonly started: Promise<{ unixMs: number }>
  readonly drained: Promise<void>
  /** The census as found, or the final one, was read to its end. */
  readonly asFound: Promise<void>
  readonly final: Promise<void>
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
  const milestones = {
    started: Promise.withResolvers<{ unixMs: number }>(),
    drained: Promise.withResolvers<void>(),
    asFound: Promise.withResolvers<void>(),
    final: Promise.withResolvers<void>(),
  }
  const tally = createTally(trial)

  const take = (record: TrafficRecord) => {
    trial.journal.append(record)
    if (record.type === 'start') milestones.started.resolve({ unixMs: record.unixMs })
    if (record.type === 'frame') tally.add(record)
    if (record.type === 'drained') milestones.drained.resolve()
    if (record.type === 'census') {
      trial.emit({ type: 'census', sessions: record.sessions, read: record.read })
      if (record.step === 'end') milestones[record.census].resolve()
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
    ended,
    tally,
    ...mapPromises(milestones, failure.signal),
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

interface Milestones {
  started: PromiseWithResolvers<{ unixMs: number }>
  drained: PromiseWithResolvers<void>
  asFound: PromiseWithResolvers<void>
  final: PromiseWithResolvers<void>
}

/** Each of them rejects when the generator fails before it is reached. */
function mapPromises({ started, drained, asFound, final }: Milestones, failed: AbortSignal) {
  const reached = {
    started: abortable(started.promise, failed),
    drained: abortable(drained.promise, failed),
    asFound: abortable(asFound.promise, failed),
    final: abortable(final.promise, failed),
  }
  for (const promise of Object.values(reached)) promise.catch(() => {})
  return reached
}
