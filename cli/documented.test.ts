import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { type Doors, doors } from './doors.ts'
import { run } from './main.ts'
import { aWorld } from './testing/a-world.ts'
import { anEngine } from './testing/an-experiment.ts'
import { findingsOf, trialThat } from './testing/findings.ts'

/** A folder for each page, whose commands are typed one after the other. */
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outlast-documented-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The real targets, scenarios and faults; nothing is started, and all goes well. */
function aWorldAsDocumented(page: string) {
  const cwd = join(folder, page)
  mkdirSync(cwd, { recursive: true })
  const harmless: Partial<Doors> = {
    ...anEngine('complete'),
    writeReports: async () => findingsOf(trialThat.held),
    up: async () => ({ url: 'http://127.0.0.1:8080' }),
    down: async () => true,
    clean: async () => ({ removed: [], spared: [] }),
  }
  return aWorld({ cwd, doors: { ...doors, ...harmless } })
}

const root = new URL('..', import.meta.url)
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(new URL('docs', root)).map((name) => `docs/${name}`),
]
const commands = pages
  // The commands of findings.md have been typed: its tables came out of them, and a test of bench/ compares them.
  .filter((page) => page.endsWith('.md') && !page.endsWith('findings.md'))
  .flatMap((page) => {
    const text = readFileSync(new URL(page, root), 'utf8')
    const lines = [
      ...text.matchAll(/\boutlast ((?:compare|run|plan|new|validate|list|up|down|report|clean)\b[^`#"\n]*)/g),
    ]
    return lines.map(([, line = '']) => [page, line.trim()] as const)
  })

/** What somebody types who follows a page. */
const meant: Readonly<Record<string, string>> = {
  DIR: 'results/latest',
  TARGET: 'stateless-redis',
  NAME: 'kill-server',
  A: 'stateful-sticky',
  B: 'stateless-redis',
}

describe('what the pages tell to type', () => {
  test('is found in them', () => {
    expect(commands.length).toBeGreaterThan(8)
  })

  test.each(commands)('%s: outlast %s', async (page, line) => {
    const world = aWorldAsDocumented(page)
    const argv = line.split(/\s+/).map((word) => meant[word] ?? word)
    expect({ exitCode: await run(argv, world), said: world.stderr.text().match(/^outlast: .*/gm) }).toEqual({
      exitCode: 0,
      said: null,
    })
  })
})

describe('the demo', () => {
  test('is eight trials of 20 s of traffic, with the census 30 s at most, and 4 minutes in all', async () => {
    const [, line = ''] = packageJson.scripts.demo.split('cli/bin.ts compare ')
    const world = aWorldAsDocumented('package.json')
    expect(await run(['plan', ...line.split(' '), '--json'], world)).toBe(0)
    const plan = JSON.parse(world.stdout.text())
    expect(plan.trials).toHaveLength(8)
    expect(plan.expectedMs).toBeLessThanOrEqual(240_000)
    for (const scenario of plan.scenarios) {
      expect(scenario.durationMs).toBe(20_000)
      expect(scenario.expectedTrialMs).toBeLessThanOrEqual(30_000)
    }
  })
})
