import { type Counts, countNames } from '../../engine/journal/traffic-records.ts'
import type { Ledger } from '../trial-result.ts'

/** Every count at 0. */
export function noCounts(): Counts {
  return Object.fromEntries(countNames.map((name) => [name, 0])) as Counts
}

/** Adds the changes to the sum in place. */
export function addCounts(sum: Counts, changes: { [Name in keyof Counts]?: number | undefined }): void {
  for (const name of countNames) sum[name] += changes[name] ?? 0
}

/** All added up, each left as it is. */
export function sumOfCounts(all: Iterable<Counts>): Counts {
  const sum = noCounts()
  for (const counts of all) addCounts(sum, counts)
  return sum
}

/** The first count in which two ledgers differ, in words; undefined when they are equal. */
export function difference(a: Counts, b: Counts): string | undefined {
  const name = countNames.find((each) => a[each] !== b[each])
  return name && `${name} is ${a[name]} and ${b[name]}`
}

/**
 * The ledger of requests with its residual: how far scheduled is from dropped + sent, plus how far sent is from the
 * sum of its outcomes. Both are taken without their sign, so that one can't make up for the other.
 */
export function ledgerOf(counts: Counts): Ledger {
  const { scheduled, dropped, sent, ok, wrong, rejected, failed, refused, reset, timedOut, unfinished } =
    counts
  const outcomes = ok + wrong + rejected + failed + refused + reset + timedOut + unfinished
  const residual = Math.abs(scheduled - dropped - sent) + Math.abs(sent - outcomes)
  return {
    scheduled,
    dropped,
    sent,
    ok,
    wrong,
    rejected,
    failed,
    refused,
    reset,
    timedOut,
    unfinished,
    residual,
  }
}

/** The counts that are parts of others. */
export function subcountsOf({ blocked, missing, throttled, shed, late, connect }: Counts) {
  return { blocked, missing, throttled, shed, late, connect }
}

/** Operations that count for availability: what the generator dropped and what it cut off itself do not. */
export function countedOperations({ scheduled, dropped, blocked, unfinished }: Counts): number {
  return scheduled - (dropped - blocked) - unfinished
}

/** Operations that were right within the limit. */
export function goodOperations({ ok, late }: Counts): number {
  return ok - late
}
