import { expect, test } from 'vitest'
import { plainText } from '../console/paint.ts'
import { findingsOf } from '../testing/findings.ts'
import { findingsAsText } from './findings-text.ts'

const widest = (columns: number) => {
  const lines = findingsAsText(findingsOf(), { paint: plainText, columns }).split('\n')
  return Math.max(...lines.map(({ length }) => length))
}

test.each([100, 80, 70])('fits a terminal of %d columns', (columns) => {
  expect(widest(columns)).toBeLessThanOrEqual(columns)
})

test('what decides is kept, however narrow the terminal is', () => {
  const text = findingsAsText(findingsOf(), { paint: plainText, columns: 20 })
  for (const title of ['target', 'signed out', 'lost', 'not ok', 'hypothesis']) expect(text).toContain(title)
  expect(text).not.toContain('trials')
})

test('each target has its own lines', () => {
  const text = findingsAsText(findingsOf(), { paint: plainText, columns: 100 })
  expect(text).toContain('\n  Exactly the sessions')
  expect(text).toContain('\n  Two blocks are exploratory')
})

test('a target that the scenario was not tried on is named below the table', () => {
  const findings = findingsOf()
  const asSkipped = (each: (typeof findings.summaries)[number]) => ({
    ...each,
    trials: { all: 2, valid: 0, skipped: 2 },
  })
  const textWith = (summaries: typeof findings.summaries) =>
    findingsAsText({ ...findings, summaries }, { paint: plainText, columns: 100 })
  const [first, ...others] = findings.summaries
  if (!first) throw new Error('There is none.')
  const some = textWith([asSkipped(first), ...others])
  expect(some).toContain(`  Not tried on ${first.target}.`)
  expect(some).not.toMatch(new RegExp(`^ +${first.target} +\\d`, 'm'))
  expect(textWith(findings.summaries.map(asSkipped))).not.toContain('signed out  ')
})

test('of many targets the table says what each did, and no sentence of each follows', () => {
  const findings = findingsOf()
  const [sticky] = findings.summaries
  const many = Array.from({ length: 17 }, (_, index) => sticky && { ...sticky, target: `target-${index}` })
  const summaries = many.flatMap((each) => each ?? [])
  const text = findingsAsText({ ...findings, summaries }, { paint: plainText, columns: 100 })
  expect(text).toContain('target-16')
  expect(text).toContain('Exactly the sessions that lived on the killed server')
  expect(text).not.toContain('Two blocks are exploratory')
})
