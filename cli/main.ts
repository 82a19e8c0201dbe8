import { CommanderError } from 'commander'
import { type ExitCode, exitCodes, OutlastError } from '../engine/errors.ts'
import { commandLine } from './command-line.ts'
import { explain } from './explain.ts'
import { createProgram } from './program.ts'
import { usageError } from './usage-error.ts'
import type { World } from './world.ts'

/** Runs one command line, without `node` and `outlast`. Tells every error itself; never rejects. */
export async function run(argv: readonly string[], world: World): Promise<ExitCode> {
  try {
    let exitCode: ExitCode = exitCodes.done
    const finish = (code: ExitCode) => {
      exitCode = code
    }
    const program = await createProgram({ line: commandLine(argv), world, finish })
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done
    // `outlast` alone: its help is printed already.
    if (error instanceof CommanderError && error.code === 'commander.help') return exitCodes.failed
    const told = error instanceof CommanderError ? usageError(error, argv) : error
    world.stderr.write(explain(told, world.env))
    return told instanceof OutlastError ? told.exitCode : exitCodes.failed
  }
}
