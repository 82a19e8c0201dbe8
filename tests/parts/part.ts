/** A test that failed, and what it said. */
export interface Failure {
  test: string
  message: string
}

/** What became of tests: how many did what, and which failed. */
export interface Outcome {
  passed: number
  skipped: number
  failures: Failure[]
}

/** One of the things that `npm test` runs. */
export interface Part {
  name: string
  run: () => Promise<Outcome>
}

export const none: Readonly<Outcome> = { passed: 0, skipped: 0, failures: [] }

/** The outcome of a check that is one test of its own. */
export function one(test: string, passed: boolean, message: string): Outcome {
  return { passed: passed ? 1 : 0, skipped: 0, failures: passed ? [] : [{ test, message }] }
}

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, { passed }) => total + passed, 0),
    skipped: outcomes.reduce((total, { skipped }) => total + skipped, 0),
    failures: outcomes.flatMap(({ failures }) => failures),
  }
}

/** A run that failed but names no test that did, and one that ran no test, count as one failed test. */
export function judge(outcome: Outcome, exitCode: number): Outcome {
  const { passed, failures } = outcome
  if (failures.length > 0) return outcome
  if (exitCode !== 0) return failedAsAWhole(outcome, `ended with exit code ${exitCode}, and no test failed`)
  if (passed === 0) return failedAsAWhole(outcome, 'no test ran')
  return outcome
}

function failedAsAWhole(outcome: Outcome, message: string): Outcome {
  return { ...outcome, failures: [{ test: 'the run as a whole', message }] }
}

export function describe({ passed, failures, skipped }: Outcome): string {
  return `${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

const mostLines = 15

/** A failure in few lines, for the end of the output: all of it stands further up. */
export function outline({ test, message }: Failure): string {
  const lines = message.trim().split('\n')
  const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), '…'] : lines
  return [test, ...shown.map((line) => `    ${line}`)].join('\n')
}
