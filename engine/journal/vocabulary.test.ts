import { expect, test } from 'vitest'
import vocabulary from '../../traffic/vocabulary.json' with { type: 'json' }
import { anomalies, fates, frame, outcomes } from './traffic-records.ts'

// traffic/vocabulary.json is what both languages mean by these words; the Go side has the same test.

const names = (words: readonly { name: string }[]): string[] => words.map(({ name }) => name)

test.each([
  ['outcomes', outcomes],
  ['anomalies', anomalies],
  ['fates', fates],
] as const)('the %s of the journal are those of the traffic, in the same order', (list, ours) => {
  expect(ours).toEqual(names(vocabulary[list]))
})

test('a ledger counts each outcome and each sub-count, and the sums around them', () => {
  const counted = Object.keys(frame.shape.cells.element.shape.counts.shape)
  expect(counted.toSorted()).toEqual(
    [
      'scheduled',
      'dropped',
      'sent',
      ...names(vocabulary.outcomes),
      ...names(vocabulary.subcounts),
    ].toSorted(),
  )
})

test('every word says in prose what it means', () => {
  for (const word of Object.values(vocabulary).flat()) expect(word.prose).toMatch(/^\S.*\S$/)
})
