import { createRandom, deriveSeed } from '../engine/random.ts'

/** As the engine calls them; `docker pause` is its freeze. */
export const kinds = ['kill', 'freeze'] as const
export type Kind = (typeof kinds)[number]

/** By the engine's own path, which calls the API, or by a `docker` command line that is spawned when the fault is due. */
export const ways = ['API', 'CLI'] as const
export type Way = (typeof ways)[number]

export interface BenchFault {
  kind: Kind
  way: Way
  victim: string
  /** From the end of the fault before it to the planned moment of this one. */
  leadMs: number
}

/** Long enough that the daemon has come to rest, and never in step with anything that is periodic. */
const leadMs = { atLeast: 50, spread: 50 }

/**
 * So many faults in each of both ways, half of them kills, in rounds that have each kind in each way once, in random
 * order: what the machine does meanwhile hits all alike. They come in waves, in each of which nobody is struck twice.
 */
export function planWaves(faults: number, victims: readonly string[], seed: number): BenchFault[][] {
  const random = createRandom(deriveSeed(seed, 'fault delay'))
  const round = kinds.flatMap((kind) => ways.map((way) => ({ kind, way })))
  const inOrder = Array.from({ length: faults / kinds.length }, () => random.shuffle(round)).flat()
  const waves: BenchFault[][] = []
  for (let from = 0; from < inOrder.length; from += victims.length) {
    const wave = random.shuffle(victims).flatMap((victim, index) => {
      const fault = inOrder[from + index]
      return fault ? [{ ...fault, victim, leadMs: leadMs.atLeast + random.below(leadMs.spread) }] : []
    })
    waves.push(wave)
  }
  return waves
}
