import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadModule } from './load-module.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outlast-load-module-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a folder is none', async () => {
  await expect(loadModule(folder, 'mine')).rejects.toMatchObject({ message: 'mine is a folder.' })
})

test('a file that throws is refused with the line', async () => {
  const file = join(folder, 'throws.ts')
  writeFileSync(file, "\nthrow new Error('no')")
  await expect(loadModule(file, 'mine.ts')).rejects.toMatchObject({
    message: "mine.ts can't be loaded: Error: no (line 2)",
    hint: 'Loading a file runs it: repair what it throws.',
  })
})
