import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { missingIn, type Step, stepsOf } from './cli/a-tutorial.ts'
import { type AnOutlast, anOutlast } from './cli/an-outlast.ts'

// Whoever follows the tutorial of docs/scenarios.md, from nothing, meets what it shows.

const page = await readFile(new URL('../docs/scenarios.md', import.meta.url), 'utf8')
const steps = stepsOf(page, 'A scenario of your own, in ten minutes')
const authoring = /'[^']*engine\/authoring\.ts'/g

let cwd: string
let exitCode: unknown
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'outlast-tutorial-'))
})
afterAll(() => rm(cwd, { recursive: true }))

async function type({ command, shown }: Step & { do: 'type' }) {
  if (command === 'echo $?') return expect(shown).toEqual([`${exitCode}`])
  const argv = command.replace('npx outlast ', '').split(' ')
  const measured = ['run', 'compare'].includes(argv[0] ?? '')
  const outlast = await (measured ? untilItCounts(argv) : ran(argv))
  const printed = outlast.stdout() + outlast.stderr()
  expect(missingIn(printed, shown, { measured }), printed).toBeUndefined()
}

async function ran(argv: readonly string[]): Promise<AnOutlast> {
  const outlast = anOutlast(argv, { cwd })
  exitCode = await outlast.ended
  return outlast
}

/** A trial does not count in which a busy machine kept the generator from its schedule: who reads that types it again. */
async function untilItCounts(argv: readonly string[]): Promise<AnOutlast> {
  for (let tries = 5; ; tries -= 1) {
    const outlast = await ran(argv)
    if (tries === 1 || !outlast.stdout().includes('The generator could not send')) return outlast
  }
}

/** The page is read in the folder of Outlast; from here its modules have another path. */
async function edit({ before, after }: Step & { do: 'edit' }) {
  const file = join(cwd, 'lunch-rush.ts')
  const text = await readFile(file, 'utf8')
  const [path = ''] = text.match(authoring) ?? []
  const here = (line: string) => line.replace(authoring, path)
  expect(text).toContain(here(before))
  await writeFile(file, text.replace(here(before), here(after)))
}

test('the tutorial shows every command that one needs', () => {
  const verbs = steps.flatMap((step) => (step.do === 'type' ? [step.command.split(' ')[2]] : []))
  expect(verbs).toEqual(expect.arrayContaining(['new', 'validate', 'plan', 'run', 'compare']))
})

test('followed from nothing, it is as the page says', async () => {
  expect(await readdir(cwd)).toEqual([])
  for (const step of steps) await (step.do === 'type' ? type(step) : edit(step))
})
