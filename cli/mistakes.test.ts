import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The mistakes that Node finds, by the words of Node: vitest would load these files in its own way.

const launcher = fileURLToPath(new URL('outlast.mjs', import.meta.url))
const authoring = fileURLToPath(new URL('../engine/authoring.ts', import.meta.url))

const mistakes: Readonly<Record<string, [text: string, told: RegExp]>> = {
  'no-such-file': [
    "import { at } from './elsewhere.ts'",
    /Cannot find module .*elsewhere\.ts.* needs is in .*authoring\.ts/,
  ],
  'no-such-package': [
    "import { at } from 'outlast'",
    /Cannot find package 'outlast'.* needs is in .*authoring\.ts/,
  ],
  'no-such-fault': [
    `import { kil } from '${authoring}'`,
    /no.* export named 'kil' \(line 1\) There is add, at, .* Did you mean "kill"\?/,
  ],
  'a-type-as-value': [
    `import { Scenario } from '${authoring}'`,
    /export named 'Scenario'.* write "import type \{ Scenario \}"/,
  ],
  'an-enum': ['enum Server { one }', /enum is not supported.* \(line 1\) .*without enum/],
  syntax: ["export default {\n  title: 'x',\n  foo(: 3\n}", /SyntaxError: .* \(line 3\) Repair the line/],
  'it-throws': ["\nthrow new Error('not today')", /Error: not today \(line 2\) .*repair what it throws/],
  'no-such-name': ['export default scenario', /scenario is not defined \(line 1\)/],
  'no-default': [
    'export const scenario = 3',
    /no default export; it exports only scenario\. Write it as "export default/,
  ],
}

let cwd: string
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'outlast-mistakes-'))
})
afterAll(() => rmSync(cwd, { recursive: true }))

function validate(...argv: string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [launcher, 'validate', ...argv], { cwd }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

test('a file that can’t be loaded is refused with the line and what to do', {
  timeout: 120_000,
}, async () => {
  for (const [name, [text]] of Object.entries(mistakes)) writeFileSync(join(cwd, `${name}.ts`), text)
  const files = Object.keys(mistakes).map((name) => `./${name}.ts`)
  const { stdout } = await validate(...files, '--json')
  const told: { file: string; mistakes: { problem: string }[] }[] = JSON.parse(stdout)
  expect(told).toHaveLength(files.length)
  for (const [index, [name, [, message]]] of Object.entries(mistakes).entries()) {
    expect(told[index]?.mistakes[0]?.problem).toMatch(message)
    expect(told[index]?.mistakes[0]?.problem).toContain(`${name}.ts`)
  }
})

test('a file that never comes to its end is bad input, too', { timeout: 120_000 }, async () => {
  writeFileSync(join(cwd, 'waits.ts'), 'await new Promise(() => {})\nexport default {}')
  const { code, stderr } = await validate('./waits.ts')
  expect(code).toBe(2)
  expect(stderr).toContain('waits for what never comes')
})
