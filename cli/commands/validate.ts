import { Mistakes } from '../../engine/catalogue/problems.ts'
import type { Valid } from '../../engine/catalogue/validate.ts'
import { exitCodes, OutlastError } from '../../engine/errors.ts'
import { defineCommand } from '../command.ts'
import { type Paint, paintFor } from '../console/paint.ts'
import { explain } from '../explain.ts'
import { scenarioAsLines } from '../print/scenario-text.ts'
import { targetAsLines } from '../print/target-text.ts'
import type { World } from '../world.ts'

type Checked = { file: string } & ({ valid: Valid } | { error: OutlastError })

export default defineCommand<{ json?: true }>({
  group: 'Write:',
  summary: 'check files of scenarios and targets, without starting anything',
  description:
    'Says what each file comes to, or every mistake that it has: the field, what is wrong with it, and what to do. Exit code 2 when there is any.',
  examples: [
    ['validate ./lunch-rush.ts', 'a scenario of yours'],
    ['validate ./chaos/*.ts --json', 'a folder of them, for a program'],
  ],
  declare(command) {
    command
      .argument('<file...>', 'scenarios and targets, told apart by their fields')
      .option('--json', 'as a JSON list, an object for each file')
  },
  async run({ args: files, options }, world) {
    const checked: Checked[] = []
    for (const file of files) checked.push(await check(file, world))
    if (options.json) world.stdout.write(`${JSON.stringify(checked.map(asJson), undefined, 2)}\n`)
    else print(checked, paintFor(world.stdout, world.env, options), world)
    return checked.every((each) => 'valid' in each) ? exitCodes.done : exitCodes.failed
  },
})

async function check(file: string, { doors, cwd }: World): Promise<Checked> {
  try {
    return { file, valid: await doors.validateFile(file, { cwd }) }
  } catch (error) {
    if (error instanceof OutlastError) return { file, error }
    throw error
  }
}

/** What is right goes to standard output, mistakes go where errors do. */
function print(checked: readonly Checked[], paint: Paint, { stdout, stderr, env }: World): void {
  for (const each of checked) {
    if ('error' in each) stderr.write(explain(each.error, env))
    else stdout.write(`${asLines(each.valid, paint).join('\n')}\n`)
  }
}

function asLines({ kind, description }: Valid, paint: Paint): string[] {
  return kind === 'scenario' ? scenarioAsLines(description, paint) : targetAsLines(description, paint)
}

function asJson(checked: Checked) {
  const { file } = checked
  if ('valid' in checked) return { file, valid: true, ...checked.valid }
  const { error } = checked
  const mistakes =
    error instanceof Mistakes
      ? error.problems
      : [{ field: '', problem: [error.message, error.hint].filter(Boolean).join(' ') }]
  return { file, valid: false, mistakes }
}
