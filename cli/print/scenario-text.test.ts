import { expect, test } from 'vitest'
import { aFault, aScenario } from '../../engine/trial/testing/a-trial.ts'
import { scenarioAsLines } from './scenario-text.ts'

const plain = (_: unknown, text: string) => text
const linesOf = (...fields: Parameters<typeof aScenario>) =>
  scenarioAsLines(aScenario(...fields), plain).map((line) => line.trim())

test('one is not many', () => {
  expect(linesOf({ servers: 1, users: 1 }).join(' ')).toContain('1 web server, 1 user, ')
})

test('a fault has its line, at its time', () => {
  expect(linesOf({ method: [aFault('kill')] })).toContain('30 s  kill something')
})

test('of faults by chance it is told from when on, how often, and which may come', () => {
  const faults = ['kill', 'add'].map((kind) => ({ kind, title: kind, options: {}, server: 'stays' as const }))
  expect(linesOf({ monkey: { everyMs: 8_000, faults } })).toContain(
    '18 s  from now on about every 8 s, drawn for each block, one of: kill, add',
  )
})
