// Tries every scenario once on its targets, and writes the tables of docs/findings.md: see bench/README.md.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { scenarioNames } from '../engine/catalogue/scenarios.ts'
import { exitCodes } from '../engine/errors.ts'
import { analyse } from '../reports/analyse.ts'
import { findJournals } from '../reports/find-journals.ts'
import { replaceFile } from '../reports/replace-file.ts'
import type { ExperimentResult } from '../reports/result.ts'
import { argumentsFor, commandFor, planFor, type Trying } from './findings-plan.ts'
import { invalidIn, tableOf, withPart } from './findings-tables.ts'

const outlast = fileURLToPath(new URL('../cli/outlast.mjs', import.meta.url))
const page = fileURLToPath(new URL('../docs/findings.md', import.meta.url))

const program = new Command('bench:findings')
  .description(
    'Tries scenarios once on their targets, and writes the tables of docs/findings.md. What has a result already is not tried again, but for trials that do not count. All of them take about five hours.',
  )
  .argument('[scenario...]', 'all, unless named')
  .option('--results <dir>', 'where the results are, or come to', 'results/findings')
  .option('--tables', 'tries nothing: only writes the tables of the results that there are')
  .parse()
// On Ctrl-C the command that runs ends by itself, with the exit code that says so.
process.on('SIGINT', () => {})
const { results, tables } = program.opts<{ results: string; tables?: true }>()

/** A trial that does not count, since the machine was busy, is done again so often at most. */
const mostTries = 3

/** Where the result of a try is: `kill-server`, `kill-server-2`. */
const folderOf = (scenario: string, tries: number) =>
  join(results, tries === 1 ? scenario : `${scenario}-${tries}`)

for (const scenario of program.args.length > 0 ? program.args : await scenarioNames()) {
  const found = tables ? await resultsOf(scenario) : await completed(scenario)
  if (found.length > 0) await writeTable(scenario, found)
}

async function resultsOf(scenario: string): Promise<ExperimentResult[]> {
  const found: ExperimentResult[] = []
  for (let tries = 1; tries <= mostTries; tries++) {
    const folder = folderOf(scenario, tries)
    if (!existsSync(join(folder, 'result.json'))) continue
    // Its journals are read again, so that what was measured by an earlier Outlast is judged by this one.
    found.push((await analyse(folder, await findJournals(folder))).result)
  }
  return found
}

/** Tries what was not tried, and again what does not count. */
async function completed(scenario: string): Promise<ExperimentResult[]> {
  const found = await resultsOf(scenario)
  const targets = found.length === 0 ? planFor(scenario).targets : invalidIn(found)
  if (targets.length === 0 || found.length >= mostTries) return found
  await compare({ ...planFor(scenario), targets }, folderOf(scenario, found.length + 1))
  return completed(scenario)
}

/** Ends this process as well where the command fails, or is interrupted. */
async function compare(trying: Trying, folder: string): Promise<void> {
  console.error(commandFor(trying))
  const argv = [outlast, ...argumentsFor(trying), '--out', folder]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  // That a trial tells nothing is a result too.
  if (code !== exitCodes.done && code !== exitCodes.cannotTell) process.exit(code ?? exitCodes.failed)
}

async function writeTable(scenario: string, found: readonly ExperimentResult[]): Promise<void> {
  const command = `\`\`\`sh\n${commandFor(planFor(scenario))}\n\`\`\``
  await replaceFile(page, [
    withPart(await readFile(page, 'utf8'), scenario, [command, tableOf(found)].join('\n\n')),
  ])
}
