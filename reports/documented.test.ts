import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { predictions } from '../engine/journal/descriptions.ts'
import { journalRecord } from '../engine/journal/records.ts'

const page = (name: string) => readFile(new URL(`../docs/${name}.md`, import.meta.url), 'utf8')

test('every record of a journal is described', async () => {
  const text = await page('reading-a-journal')
  const types = journalRecord.options.map(({ shape }) => shape.type.value)
  expect(types.filter((type) => !text.includes(`| \`${type}\` |`))).toEqual([])
})

test('every prediction that a target may name is defined', async () => {
  const text = await page('measures')
  expect(predictions.filter((name) => !text.includes(`| \`${name}\` |`))).toEqual([])
})
