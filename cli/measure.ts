import { type ExitCode, exitCodes } from '../engine/errors.ts'
import type { ExperimentPlan } from '../engine/plan.ts'
import type { ExperimentOutcome } from '../engine/run.ts'
import type { CommonOptions } from './command.ts'
import { type Console, createConsole } from './console/console.ts'
import { exitCodeOf } from './exit-code.ts'
import { createFolder, type ExperimentFolder } from './experiment-folder.ts'
import type { RunOptions } from './experiment-options.ts'
import { explain } from './explain.ts'
import { printReport } from './print-report.ts'
import type { World } from './world.ts'

type Options = RunOptions & CommonOptions

/** Runs a plan, shows how it goes, writes the report and prints what was found. */
export async function measure(
  plan: ExperimentPlan,
  { options, command }: { options: Options; command: string },
  world: World,
): Promise<ExitCode> {
  const { clock, cwd, stderr, signal, doors } = world
  const folder = createFolder(plan, { out: options.out, cwd, nowMs: clock.now() })
  try {
    const outcome = await runShown(plan, { folder: folder.path, options, command }, world)
    if (outcome.trials.length === 0) {
      folder.discardIfEmpty()
      return signal.aborted ? exitCodes.interrupted : exitCodes.failed
    }
    tellFailures(outcome, world)
    // Also after Ctrl-C, which ends the load: what was measured is reported.
    const result = await doors.writeReports(folder.path)
    callLatest(folder, world)
    printReport({ result, folder: folder.path, options }, world)
    return exitCodeOf({ outcome, result, check: options.check === true, interrupted: signal.aborted })
  } catch (error) {
    if (!folder.discardIfEmpty()) stderr.write(`What was measured is kept in ${folder.path}.\n`)
    throw error
  }
}

async function runShown(
  plan: ExperimentPlan,
  { folder, options, command }: { folder: string; options: Options; command: string },
  world: World,
): Promise<ExperimentOutcome> {
  const { clock, signal, doors } = world
  using console = createConsole(options, world)
  using _ = sayOnInterrupt(signal, console)
  return await doors.runExperiment(plan, { folder, clock, signal, emit: console.show, command })
}

/** What was measured and reported counts without the link, too. */
function callLatest(folder: ExperimentFolder, { stderr, env }: World): void {
  try {
    folder.callLatest()
  } catch (error) {
    stderr.write(explain(error, env))
  }
}

function sayOnInterrupt(signal: AbortSignal, console: Console): Disposable {
  const say = () =>
    console.say('Ending the trial, keeping what was measured; press Ctrl-C again to leave at once.')
  signal.addEventListener('abort', say, { once: true })
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', say) }
}

function tellFailures({ trials }: ExperimentOutcome, { stderr }: World): void {
  for (const { id, status, reason } of trials) {
    if (status === 'failed') stderr.write(`outlast: ${id} failed: ${reason ?? 'for no known reason'}\n`)
  }
}
