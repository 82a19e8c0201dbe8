import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { InputError } from '../engine/errors.ts'
import { type Cell, writeCsv } from './csv.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outlast-csv-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const written = () => readFile(join(folder, 'a.csv'), 'utf8')

test('a field with a comma, a quote or a line break is quoted; an unknown one is empty', async () => {
  await writeCsv(
    join(folder, 'a.csv'),
    ['name', 'value'],
    [
      ['a, "b"', 1],
      ['two\nlines', null],
    ],
  )
  expect(await written()).toBe('name,value\n"a, ""b""",1\n"two\nlines",\n')
})

test('a file without rows has its header', async () => {
  await writeCsv(join(folder, 'a.csv'), ['name'], [])
  expect(await written()).toBe('name\n')
})

test('more rows than are written at once are all there, in order', async () => {
  function* rows(): Generator<Cell[]> {
    for (let row = 0; row < 2_500; row++) yield [row]
  }
  await writeCsv(join(folder, 'a.csv'), ['row'], rows())
  const lines = (await written()).trimEnd().split('\n')
  expect(lines.slice(1).map(Number)).toEqual(Array.from({ length: 2_500 }, (_, row) => row))
})

test('a file is never half new: when its rows fail, the old one stays', async () => {
  await writeFile(join(folder, 'a.csv'), 'old')
  function* failing(): Generator<Cell[]> {
    yield ['new']
    throw new Error('the journal is damaged')
  }
  await expect(writeCsv(join(folder, 'a.csv'), ['name'], failing())).rejects.toThrow('the journal is damaged')
  expect(await written()).toBe('old')
  expect(await readdir(folder)).toEqual(['a.csv'])
})

test('a folder that can’t be written is the user’s to repair', async () => {
  await expect(writeCsv(join(folder, 'nowhere', 'a.csv'), ['name'], [])).rejects.toThrow(InputError)
})
