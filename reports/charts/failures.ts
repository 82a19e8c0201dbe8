import type { Second } from '../data.ts'

/** A way in which an operation is not right in time. */
export interface Failure {
  name: string
  /** How many operations of a second ended so. */
  of(second: Second): number
}

/** The ways in which an operation is not right in time; each operation is in one at most. */
const failures: readonly Failure[] = [
  { name: 'signed out', of: ({ missing }) => missing },
  { name: 'wrong', of: ({ wrong }) => wrong },
  { name: 'rejected', of: ({ rejected, missing }) => rejected - missing },
  { name: 'failed', of: ({ failed }) => failed },
  { name: 'refused', of: ({ refused }) => refused },
  { name: 'reset', of: ({ reset }) => reset },
  { name: 'timed out', of: ({ timedOut }) => timedOut },
  { name: 'blocked', of: ({ blocked }) => blocked },
  { name: 'late', of: ({ late }) => late },
]

/** Those that happened at all. */
export function failuresIn(seconds: readonly Second[]): Failure[] {
  return failures.filter((failure) => totalOf(failure, seconds) > 0)
}

/** How many operations ended so, over all seconds. */
export function totalOf({ of }: Failure, seconds: readonly Second[]): number {
  return seconds.reduce((sum, second) => sum + of(second), 0)
}

/** The most that ended in one of these ways within a second. */
export function highestOf(failures: readonly Failure[], seconds: readonly Second[]): number {
  return failures.reduce(
    (highest, { of }) => seconds.reduce((most, each) => Math.max(most, of(each)), highest),
    0,
  )
}
