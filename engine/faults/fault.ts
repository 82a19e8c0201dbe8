import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Cluster, EventWatch } from '../cluster.ts'
import type { TargetDescription } from '../journal/descriptions.ts'
import type { NewRecordOf } from '../platform.ts'
import type { Selection } from './aim.ts'

/** A fault as a scenario names it: data only, so that it can be printed, checked and journaled. */
export interface PlannedFault {
  kind: string
  options: Record<string, unknown>
}

export interface FaultContext {
  cluster: Cluster
  clock: Clock
  signal: AbortSignal
  /** Sees what the daemon and the balancer report from just before the fault on. */
  watch: EventWatch
  /** Writes down an instant of the fault that only its own call knows: now. */
  note(step: 'draining' | 'takingOut' | 'takenOut'): void
}

/**
 * What becomes of the one who is struck, by which targets predict whose sessions that costs: it is gone; it comes
 * back without what it had in memory; it is there and does not answer in time; one more is there; it has read its
 * configuration anew; another one has taken its place.
 */
export const effects = ['gone', 'renewed', 'stalled', 'added', 'reloaded', 'demoted'] as const
export type Effect = (typeof effects)[number]

/** What the proof of a fault found. */
export interface Evidence {
  verdict: 'confirmed' | 'mismatch' | 'inconclusive'
  reason: string
  /** The daemon's own instant, where it reported one. */
  observedUnixMs?: number
  /** When the balancer noticed, on the daemon's clock, where it did. */
  detectedUnixMs?: number
}

/** What a fault would strike, before anything of it runs. */
export interface Where {
  environment: NewRecordOf<'environment'>
  target: TargetDescription
  /** A fault of the scenario needs the path between the web servers and the store: it is there in all of its trials. */
  proxied: boolean
}

/**
 * One way to break a stack: one file in `engine/faults/`, whose name is the fault's kind. It says only what is its
 * own; `inject.ts` does what is common to all: the schedule, the journal, the timeline, the verdict, the undo.
 */
export interface FaultDefinition<Options> {
  kind: string
  /** A sentence for `outlast list faults`. */
  summary: string
  effect: Effect
  options: z.ZodType<Options>
  /** `kill one of web`. */
  title(options: Options): string
  /** Whom it strikes, as a scenario names it: `web`, `web-2`, `memcached`, `memcached-2`, or `store`, `primary` and `balancer`, whatever they are. */
  service(options: Options): string
  /** Who is at the other end, named in the same way; absent, or undefined, where the fault concerns its victims only. */
  other?(options: Options): string | undefined
  /** It hinders the path between web servers and store: all trials of a scenario with such a fault are one hop longer. */
  needsPath?: boolean
  /** Why it can't be done on this platform, or to this target; absent, or undefined, where it can. */
  unavailable?(where: Where, options: Options): string | undefined
  /** Who it may strike, by name, out of what is running now. */
  candidates(
    cluster: Cluster,
    options: Options,
    signal: AbortSignal,
  ): readonly string[] | Promise<readonly string[]>
  /** How many of them, and which; absent for one, drawn by the seed. */
  selection?(options: Options): Selection
  /** Its victims are struck one after the other, each once the one before it is proven; else all at once. */
  inTurn?: boolean
  /** What its call may take for each victim beyond what any call may take. */
  takesMs?(options: Options): number
  /** After how long it is taken back; absent, or undefined, where it lasts until the census. */
  lastsMs?(options: Options): number | undefined
  /** Does it; resolves when the API has acknowledged. */
  apply(victim: string, options: Options, context: FaultContext): Promise<void>
  /** Independent proof that it happened. */
  prove(victim: string, options: Options, context: FaultContext): Promise<Evidence>
  /** How it can be taken back; absent for what can't be. */
  undo?: {
    /** In words, for the journal: `unpause web-2`. Written before the fault is applied. */
    describe(victim: string, options: Options): string
    apply(victim: string, options: Options, context: FaultContext): Promise<void>
  }
}

/** A fault that can be named in a scenario, `kill('web')`, and that the engine can inject. */
export type Fault<Options, Arguments extends unknown[]> = ((...args: Arguments) => PlannedFault) & {
  definition: FaultDefinition<Options>
}

/** Ties a definition to the way a scenario writes it. What its options are is what its schema says. */
export function defineFault<Options extends Record<string, unknown>, Arguments extends unknown[]>(
  definition: { options: z.ZodType<Options> } & NoInfer<FaultDefinition<Options>>,
  write: (...args: Arguments) => Options,
): Fault<Options, Arguments> {
  const planned = (...args: Arguments): PlannedFault => ({ kind: definition.kind, options: write(...args) })
  return Object.assign(planned, { definition })
}
