import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { doors } from '../doors.ts'
import { run } from '../main.ts'
import { aWorld } from '../testing/a-world.ts'

let cwd: string
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'outlast-new-'))
})
afterAll(() => rmSync(cwd, { recursive: true }))

async function outlast(...argv: string[]) {
  const world = aWorld({ cwd, doors })
  const exitCode = await run(argv, world)
  return { exitCode, out: world.stdout.text(), err: world.stderr.text() }
}

test.each([
  ['scenario', 'lunch-rush', /^lunch-rush: Lunch rush\n[\s\S]*30 s {2}kill one of web/],
  ['target', 'our-shop', /^our-shop: Our shop\n {2}sessions in redis/],
])('a new %s works as it is, anywhere', async (what, name, told) => {
  expect(await outlast('new', what, name)).toMatchObject({ exitCode: 0, out: `./${name}.ts\n` })
  const { exitCode, out, err } = await outlast('validate', `./${name}.ts`)
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
  expect(out).toMatch(told)
})

test.each(['scenario', 'target'])('the commands that are proposed for a new %s are right', async (what) => {
  const { err } = await outlast('new', what, `proposed-${what}`)
  const lines = [...err.matchAll(/^ {2}outlast (.+)$/gm)].map(([, line = '']) => line)
  expect(lines).toHaveLength(3)
  for (const line of lines) {
    const [verb = '', ...rest] = line.split(' ')
    const argv = ['run', 'compare'].includes(verb) ? ['plan', ...rest] : [verb, ...rest]
    if (verb !== 'up') expect(await outlast(...argv)).toMatchObject({ exitCode: 0, err: '' })
  }
})

// The compiler starts twice, which takes its time where the machine does something else.
test('an editor finds no wrong type in what is written', { timeout: 120_000 }, async () => {
  for (const what of ['scenario', 'target']) await outlast('new', what, `my-${what}`, '--dir', 'typed')
  const inOutlast = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
  const project = {
    extends: inOutlast('tsconfig.json'),
    compilerOptions: { typeRoots: [inOutlast('node_modules/@types')] },
    include: ['*.ts'],
  }
  writeFileSync(join(cwd, 'typed/tsconfig.json'), JSON.stringify(project))
  writeFileSync(join(cwd, 'typed/package.json'), JSON.stringify({ type: 'module' }))
  const compile = () =>
    execFileSync(
      process.execPath,
      [inOutlast('node_modules/typescript/bin/tsc'), '--project', join(cwd, 'typed')],
      { encoding: 'utf8', stdio: 'pipe' },
    )
  expect(compile()).toBe('')

  const file = join(cwd, 'typed/my-scenario.ts')
  writeFileSync(file, readFileSync(file, 'utf8').replace('users:', 'usres:'))
  expect(compile).toThrow()
})

test('--dir makes the folder, also behind a link', async () => {
  mkdirSync(join(cwd, 'a/b/c'), { recursive: true })
  symlinkSync(join(cwd, 'a/b/c'), join(cwd, 'link'))
  expect(await outlast('new', 'scenario', 'far', '--dir', 'link/deeper')).toMatchObject({
    exitCode: 0,
    out: './link/deeper/far.ts\n',
  })
  expect(await outlast('validate', 'link/deeper/far.ts')).toMatchObject({ exitCode: 0 })
})

test('never writes over a file', async () => {
  writeFileSync(join(cwd, 'mine.ts'), 'mine')
  const { exitCode, err } = await outlast('new', 'scenario', 'mine')
  expect(exitCode).toBe(2)
  expect(err).toMatch(/There is a file .*mine\.ts already\.\n.*another name/)
  expect(readFileSync(join(cwd, 'mine.ts'), 'utf8')).toBe('mine')
})

test.each([
  [['senario', 'x'], '"senario" can\'t be written. Did you mean "scenario"?'],
  [['scenario', 'My Scenario'], 'Nothing can be named "My Scenario".'],
  [['scenario', './mine.ts'], 'Nothing can be named "./mine.ts".'],
  [['target', 'x', '--dir', 'a-file'], "can't be written: a part of the path is a file."],
  [['target', 'x', '--dir', '/proc/no/where'], "can't be written: no folder can be made there."],
])('%o is refused', async (argv, message) => {
  writeFileSync(join(cwd, 'a-file'), '')
  const { exitCode, err } = await outlast('new', ...argv)
  expect(exitCode).toBe(2)
  expect(err).toContain(message)
})

test('--quiet writes the path alone', async () => {
  expect(await outlast('new', 'target', 'quiet', '--quiet')).toEqual({
    exitCode: 0,
    out: './quiet.ts\n',
    err: '',
  })
})
