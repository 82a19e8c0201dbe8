import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { readGo } from './go.ts'
import { describe as describeOutcome, judge, type Outcome, outline, sum } from './part.ts'

const outcome = (passed: number, failed: string[], skipped = 0): Outcome => ({
  passed,
  skipped,
  failures: failed.map((name) => ({ test: name, message: `${name} broke` })),
})
const whole = (message: string) => [{ test: 'the run as a whole', message }]

test.each([
  ['tests that all pass', outcome(3, []), 0, []],
  ['a failed test', outcome(2, ['one']), 1, [{ test: 'one', message: 'one broke' }]],
  [
    'a run that failed without a failed test',
    outcome(3, []),
    1,
    whole('ended with exit code 1, and no test failed'),
  ],
  ['a run without a test', outcome(0, []), 0, whole('no test ran')],
  ['skipped tests alone', outcome(0, [], 2), 0, whole('no test ran')],
])('what fails in %s: %o with exit code %i', (_what, read, exitCode, failures) => {
  expect(judge(read, exitCode)).toEqual({ ...read, failures })
})

test('the parts add up, and the last line names skipped tests only where there are some', () => {
  expect(describeOutcome(sum([outcome(3, ['one']), outcome(4, [])]))).toBe('7 passed, 1 failed')
  expect(describeOutcome(sum([outcome(3, [], 1), outcome(4, [])]))).toBe('7 passed, 0 failed, 1 skipped')
})

test('a failure is told by its test and the first lines of its message', () => {
  expect(outline({ test: 'a.test.ts: adds', message: 'expected 2\nreceived 3\n' })).toBe(
    'a.test.ts: adds\n    expected 2\n    received 3',
  )
  const long = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n')
  expect(outline({ test: 'a', message: long }).split('\n')).toEqual([
    'a',
    ...Array.from({ length: 15 }, (_, line) => `    line ${line}`),
    '    …',
  ])
})

test('go: tests and subtests count, a package that does not build is a failed test', () => {
  const printed: string[] = []
  const reader = readGo((text) => printed.push(text))
  const event = (Action: string, Package: string, Test?: string, Output?: string) =>
    reader.read(JSON.stringify({ Action, Package, Test, Output }))
  event('pass', 'a', 'TestOne')
  event('output', 'a', 'TestTwo', 'two broke\n')
  event('fail', 'a', 'TestTwo')
  event('skip', 'a', 'TestThree')
  event('fail', 'a')
  event('output', 'b', undefined, 'b does not build\n')
  event('fail', 'b')
  expect(reader.outcome).toEqual({
    passed: 1,
    skipped: 1,
    failures: [
      { test: 'a: TestTwo', message: 'two broke' },
      { test: 'b', message: 'b does not build' },
    ],
  })
  expect(printed.join('\n')).toContain('two broke')
  expect(printed.join('\n')).toContain('b does not build')
})

test('vitest: failed tests are named with their file, with what differed and where; a file, a hook and a promise that break are failed tests', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'outlast-outcome-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const tests = {
    'a.test.ts': `
      test('passes', () => {})
      test('waits', ({ skip }) => skip())
      describe('a group', () => {
        test('adds', () => expect({ sum: 2 }).toEqual({ sum: 3 }))
      })`,
    'b.test.ts': `import './nothing.ts'`,
    'c.test.ts': `
      describe('with a hook', () => {
        beforeAll(() => Promise.reject(new Error('no stack')))
        test('never runs', () => {})
      })`,
    'd.test.ts': `test('leaves a promise', () => void Promise.reject(new Error('left alone')))`,
  }
  for (const [name, text] of Object.entries(tests)) await writeFile(join(folder, name), text)

  const file = join(folder, 'outcome.json')
  const reporter = resolve('tests/parts/outcome-reporter.ts')
  const args = ['run', '--root', folder, '--globals', `--reporter=${reporter}`]
  const run = promisify(execFile)('vitest', args, { env: { ...process.env, OUTLAST_TEST_OUTCOME: file } })
  await expect(run).rejects.toMatchObject({ code: 1 })

  const { passed, skipped, failures }: Outcome = JSON.parse(await readFile(file, 'utf8'))
  expect({ passed, skipped }).toEqual({ passed: 2, skipped: 2 })
  const messages = Object.fromEntries(failures.map(({ test, message }) => [test, message]))
  expect(messages).toEqual({
    'a.test.ts > a group > adds': expect.stringMatching(
      /to deeply equal.*-\s+"sum": 3.*\+\s+"sum": 2.*a\.test\.ts:5/s,
    ),
    'b.test.ts': expect.stringContaining('nothing.ts'),
    'c.test.ts > with a hook': expect.stringContaining('no stack'),
    'outside of any test': expect.stringContaining('left alone'),
  })
})
