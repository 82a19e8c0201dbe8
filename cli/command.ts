import type { Command } from 'commander'
import type { ExitCode } from '../engine/errors.ts'
import type { World } from './world.ts'

/** The headings of `outlast --help`, in their order. */
export const groups = ['Measure:', 'Write:', 'Look:', 'Tidy up:'] as const

/** What every command takes. */
export interface CommonOptions {
  quiet?: true
  color: boolean
}

/** A command line, taken apart. */
interface Invocation<Options> {
  args: readonly string[]
  options: Options & CommonOptions
  /** All of it, to be typed again. */
  line: string
}

/** One verb: one file in `cli/commands/`, whose name is the verb. */
export interface CommandFile<Options = unknown> {
  group: (typeof groups)[number]
  /** One line, for the list of commands. */
  summary: string
  /** What else one should know before using it. */
  description: string
  /** Command lines without `outlast`, with what they do. */
  examples: readonly (readonly [line: string, meaning: string])[]
  /** Names its arguments and options. */
  declare(command: Command): void
  run(invocation: Invocation<Options>, world: World): Promise<ExitCode>
}

/** Checks the shape at compile time; the file of a command exports the result as its default. */
export function defineCommand<Options>(command: CommandFile<Options>): CommandFile<Options> {
  return command
}
