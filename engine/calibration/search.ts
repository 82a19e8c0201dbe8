import type { JudgedStep } from './judge.ts'

/** Rates that rise by a factor, as often as `count` says, or until one does not meet the objective. */
export interface Climb {
  from: number
  factor: number
  count: number
}

/** Loads the servers with rising rates and says how each of them went. */
export type TryOut = (climb: Climb) => Promise<readonly JudgedStep[]>

/** How far apart the rates are: the first time, and once it is known where to look. */
const coarse = { factor: 1.5, count: 8 } as const
const fine = { factor: 1.1, count: 10 } as const
/** A climb begins so far below what is expected, which also warms an added server … */
const belowExpected = 0.75
/** … and where even that was too much, so far below. */
const farBelow = 0.4
/** Less than this share of what is expected may be a hiccup, of a server that is cold still, say: it is tried again. */
const doubtful = 0.9

interface Expectation {
  /** What so many servers should carry, by what fewer of them did; absent for the first ones. */
  expected?: number
  /** A rate that the first ones should carry. */
  lowest: number
}

/**
 * The highest rate that meets the objective, to a tenth: the last one that did before the first one that did not, as
 * in the system analysis of BUNGEE (Herbst et al., 2015). Undefined where no rate that was tried met it.
 */
export async function searchHighestRate(
  tryOut: TryOut,
  { expected, lowest }: Expectation,
): Promise<number | undefined> {
  const about = expected ?? (await findRoughly(tryOut, lowest))
  if (about === undefined) return undefined
  const found = highestMet(await tryOut({ from: about * belowExpected, ...fine }))
  if (found !== undefined && found >= about * doubtful) return found
  const again = highestMet(await tryOut({ from: found ?? about * farBelow, ...fine }))
  return again ?? found
}

async function findRoughly(tryOut: TryOut, lowest: number): Promise<number | undefined> {
  const found = highestMet(await tryOut({ from: lowest, ...coarse }))
  return found ?? highestMet(await tryOut({ from: lowest * farBelow ** 2, ...coarse }))
}

function highestMet(steps: readonly JudgedStep[]): number | undefined {
  return steps.findLast(({ met }) => met)?.ratePerSecond
}
