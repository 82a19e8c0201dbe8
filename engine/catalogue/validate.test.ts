import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { validateFile } from './validate.ts'

let cwd: string
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'outlast-validate-'))
})
afterAll(() => rmSync(cwd, { recursive: true }))

let files = 0
/** Validates a file that exports this. */
function validate(exported: object | number) {
  const name = `v${files++}.ts`
  writeFileSync(join(cwd, name), `export default ${JSON.stringify(exported)}`)
  return validateFile(`./${name}`, { cwd })
}

const scenario = {
  title: 'x',
  question: 'x?',
  traffic: { users: 60, rate: 30 },
  warmUp: '10s',
  duration: '60s',
  method: [],
  primaryMetric: 'wrong',
  hypothesis: {},
}
const target = {
  title: 'x',
  sessions: 'memory',
  balancer: 'haproxy',
  affinity: 'cookie',
  services: [],
  predicts: {},
}

test.each([
  ['scenario', scenario],
  ['target', target],
] as const)('a %s is told by its fields', async (kind, exported) => {
  expect(await validate(exported)).toMatchObject({ kind, description: { title: 'x' } })
})

test.each([
  [
    'most of a scenario',
    { ...scenario, duration: undefined, titel: 'x' },
    /duration is missing[\s\S]*"titel"/,
  ],
  ['most of a target', { ...target, sessions: 'memroy' }, /sessions is "memroy".*Did you mean "memory"/],
  ['one field of a scenario', { traffic: { users: 1, rate: 1 } }, /title is missing/],
  ['neither', { title: 'x' }, /exports neither a scenario nor a target/],
  ['a number', 3, /exports neither a scenario nor a target/],
])('%s is refused as what it is', async (_, exported, message) => {
  await expect(validate(exported)).rejects.toThrow(message)
})
