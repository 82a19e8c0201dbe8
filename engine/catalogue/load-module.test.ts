import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadModule } from './load-module.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outlast-load-module-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const engine = fileURLToPath(new URL('..', import.meta.url))

test.each([
  ['a copy whose imports lead nowhere', "import '../engine/define-scenario.ts'", `lie in ${engine}`],
  ['a file that does not run', "throw new Error('no')", 'types are erased'],
])('%s is refused with what to do', async (what, text, hint) => {
  const file = join(folder, `${what.replaceAll(' ', '-')}.ts`)
  writeFileSync(file, text)
  await expect(loadModule(file, 'mine.ts')).rejects.toMatchObject({
    message: expect.stringMatching(/^mine\.ts can't be loaded: Error: /),
    hint: expect.stringContaining(hint),
  })
})
