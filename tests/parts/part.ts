/** How many tests did what. */
export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** One of the things that `npm test` runs. */
export interface Part {
  name: string
  run: () => Promise<Counts>
}

export const none: Readonly<Counts> = { passed: 0, failed: 0, skipped: 0 }

export function sum(all: readonly Counts[]): Counts {
  const total = { ...none }
  for (const { passed, failed, skipped } of all) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
  return total
}

/** A run that failed but names no test that did, and one that ran no test, count as one failed test. */
export function judge(counts: Counts, exitCode: number): Counts {
  const ran = counts.passed + counts.failed
  const silentFailure = counts.failed === 0 && (exitCode !== 0 || ran === 0)
  return silentFailure ? { ...counts, failed: 1 } : counts
}

export function describe({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
