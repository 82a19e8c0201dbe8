import { didYouMean } from '../../engine/catalogue/did-you-mean.ts'
import { wordsFor } from '../../engine/catalogue/needs.ts'
import { exitCodes, InputError } from '../../engine/errors.ts'
import type { ScenarioDescription } from '../../engine/journal/descriptions.ts'
import { defineCommand } from '../command.ts'
import { paintFor } from '../console/paint.ts'
import type { World } from '../world.ts'

interface Entry {
  name: string
  title: string
  needs?: ScenarioDescription['needs']
}

const kinds: Readonly<Record<string, (world: World) => Promise<Entry[]>>> = {
  targets: async ({ doors, cwd }) =>
    Promise.all((await doors.targetNames()).map((name) => doors.loadTarget(name, { cwd }))),
  scenarios: async ({ doors, cwd }) =>
    Promise.all(
      (await doors.scenarioNames()).map((name) => doors.loadScenario(name, { cwd, overrides: {} })),
    ),
  faults: async ({ doors }) =>
    [...(await doors.loadFaults())].map(([name, { summary }]) => ({ name, title: summary })),
}

export default defineCommand<{ json?: true }>({
  group: 'Look:',
  summary: 'list targets, scenarios and faults',
  description: 'Lists what is there: each is a file in targets/, scenarios/ or engine/faults/.',
  examples: [
    ['list', 'everything, by name'],
    ['list scenarios --json', 'the scenarios with all they consist of, for a program'],
  ],
  declare(command) {
    command.argument('[what]', `${Object.keys(kinds).join(', ')}; all of them unless told`)
    command.option('--json', 'as JSON: a list, or an object of lists')
  },
  async run({ args: [what], options }, world) {
    const found = await find(what, world)
    const { stdout, env } = world
    if (options.json) {
      const json = what === undefined ? Object.fromEntries(found) : found.get(what)
      stdout.write(`${JSON.stringify(json, undefined, 2)}\n`)
      return exitCodes.done
    }
    const paint = paintFor(stdout, env, options)
    const lists = [...found].map(([kind, entries]) => {
      const rows = leftAligned(entries)
      return found.size === 1 ? rows : [paint('bold', kind), ...rows.map((row) => `  ${row}`)]
    })
    stdout.write(`${lists.map((lines) => lines.join('\n')).join('\n\n')}\n`)
    return exitCodes.done
  },
})

async function find(what: string | undefined, world: World): Promise<Map<string, Entry[]>> {
  const names = Object.keys(kinds)
  if (what !== undefined && !names.includes(what)) {
    throw new InputError(`There is no list of "${what}".${didYouMean(what, names)}`, {
      hint: `Lists: ${names.join(', ')}.`,
    })
  }
  const found = new Map<string, Entry[]>()
  for (const [kind, load] of Object.entries(kinds)) {
    if (what === undefined || what === kind) found.set(kind, await load(world))
  }
  return found
}

function leftAligned(entries: readonly Entry[]): string[] {
  const width = Math.max(...entries.map(({ name }) => name.length))
  return entries.map(({ name, title, needs }) => {
    const only = needs === undefined ? '' : ` (needs ${wordsFor(needs)})`
    return `${name.padEnd(width)}   ${title}${only}`
  })
}
