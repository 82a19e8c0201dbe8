import { expect, test } from 'vitest'
import { countGo } from './go.ts'
import { describe as describeCounts, judge, none, sum } from './part.ts'
import { countVitest } from './vitest.ts'

const counts = (passed: number, failed: number, skipped = 0) => ({ passed, failed, skipped })

test.each([
  ['tests that all pass', counts(3, 0), 0, counts(3, 0)],
  ['a failed test', counts(2, 1), 1, counts(2, 1)],
  ['a run that failed without a failed test', counts(3, 0), 1, counts(3, 1)],
  ['a run without a test', none, 0, counts(0, 1)],
  ['skipped tests alone', counts(0, 0, 2), 0, counts(0, 1, 2)],
])('%s: %o and exit code %i count as %o', (_what, counted, exitCode, expected) => {
  expect(judge(counted, exitCode)).toEqual(expected)
})

test('the parts add up, and the last line names skipped tests only where there are some', () => {
  expect(describeCounts(sum([counts(3, 1), counts(4, 0)]))).toBe('7 passed, 1 failed')
  expect(describeCounts(sum([counts(3, 0, 1), counts(4, 0)]))).toBe('7 passed, 0 failed, 1 skipped')
})

test('go: tests and subtests count, a package that does not build is a failed test', () => {
  const printed: string[] = []
  const counter = countGo((text) => printed.push(text))
  const event = (Action: string, Package: string, Test?: string, Output?: string) =>
    counter.read(JSON.stringify({ Action, Package, Test, Output }))
  event('pass', 'a', 'TestOne')
  event('output', 'a', 'TestTwo', 'two broke\n')
  event('fail', 'a', 'TestTwo')
  event('skip', 'a', 'TestThree')
  event('fail', 'a')
  event('output', 'b', undefined, 'b does not build\n')
  event('fail', 'b')
  expect(counter.counts()).toEqual(counts(1, 2, 1))
  expect(printed.join('\n')).toContain('two broke')
  expect(printed.join('\n')).toContain('b does not build')
})

test('vitest: a file that cannot be imported is a failed test', () => {
  const assertion = (status: string) => ({ status })
  expect(
    countVitest({
      numPassedTests: 2,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 0,
      testResults: [
        { status: 'failed', assertionResults: [assertion('failed'), assertion('passed')] },
        { status: 'passed', assertionResults: [assertion('passed')] },
        { status: 'failed', assertionResults: [] },
      ],
    }),
  ).toEqual(counts(2, 2, 1))
})
