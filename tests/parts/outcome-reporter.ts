import { writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import type { SerializedError, TestError } from 'vitest'
import type { Reporter, TestModule } from 'vitest/node'
import type { Outcome } from './part.ts'

/** Writes the outcome of a run of vitest as JSON to the file that OUTLAST_TEST_OUTCOME names. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const file = process.env.OUTLAST_TEST_OUTCOME
    if (file === undefined) throw new Error('OUTLAST_TEST_OUTCOME does not name the file for the outcome.')
    writeFileSync(file, JSON.stringify(readVitest(modules, unhandledErrors)))
  }
}

/** A file that can't be imported, a failed hook and an error outside of any test are failed tests too. */
export function readVitest(
  modules: readonly TestModule[],
  unhandledErrors: readonly SerializedError[],
): Outcome {
  const outcome: Outcome = { passed: 0, skipped: 0, failures: [] }
  const fail = (test: string, errors: readonly TestError[]) => {
    outcome.failures.push({ test, message: errors.map(tell).join('\n') })
  }
  for (const module of modules) {
    const file = module.relativeModuleId
    if (module.errors().length > 0) fail(file, module.errors())
    for (const suite of module.children.allSuites()) {
      if (suite.errors().length > 0) fail(`${file} > ${suite.fullName}`, suite.errors())
    }
    for (const test of module.children.allTests()) {
      const { state, errors } = test.result()
      if (state === 'failed') fail(`${file} > ${test.fullName}`, errors)
      else outcome[state === 'passed' ? 'passed' : 'skipped']++
    }
  }
  for (const error of unhandledErrors) fail('outside of any test', [error])
  return outcome
}

/** What an error says, the difference that it found, and where in the project it was raised. */
function tell({ message, diff, stacks = [] }: TestError): string {
  const place = stacks.find(({ file }) => !file.includes('/node_modules/'))
  const lines = [message, diff, place && `at ${place.file}:${place.line}`]
  return stripVTControlCharacters(lines.filter(Boolean).join('\n'))
}
