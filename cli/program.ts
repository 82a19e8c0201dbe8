import { fileURLToPath } from 'node:url'
import { styleText } from 'node:util'
import { Command } from 'commander'
import { filesIn } from '../engine/catalogue/found-files.ts'
import type { ExitCode } from '../engine/errors.ts'
import packageJson from '../package.json' with { type: 'json' }
import { type CommandFile, type CommonOptions, groups } from './command.ts'
import { wantsColor } from './console/paint.ts'
import type { Output, World } from './world.ts'

const folder = fileURLToPath(new URL('commands', import.meta.url))

interface Running {
  /** The command line, to be typed again. */
  line: string
  world: World
  /** Gets the exit code of the verb that ran. */
  finish(exitCode: ExitCode): void
}

/** The whole command line, made of the files in `cli/commands/`. */
export async function createProgram(running: Running): Promise<Command> {
  const program = new Command('outlast')
    .description('Which web architecture outlasts failure? Measures it: real stacks, real load, real faults.')
    .version(packageJson.version, '-V, --version', 'print the version')
    .option('--quiet', 'no progress, only results and errors')
    .option('--no-color', 'no colours; NO_COLOR and FORCE_COLOR are heeded, too')
    .helpOption('-h, --help', 'print this')
    .helpCommand(false)
  adapt(program, running.world)
  program.addHelpText('after', () => '\nEvery command explains itself: outlast compare --help')
  const commands = await loadCommands()
  for (const group of groups) {
    for (const [name, file] of commands) {
      if (file.group === group) program.addCommand(createCommand(name, file, running))
    }
  }
  return program
}

async function loadCommands(): Promise<[name: string, file: CommandFile][]> {
  const files = [...(await filesIn(folder))]
  return Promise.all(
    files.map(async ([name, path]): Promise<[string, CommandFile]> => [name, (await import(path)).default]),
  )
}

function createCommand(name: string, file: CommandFile, { line, world, finish }: Running): Command {
  const command = new Command(name)
    .summary(file.summary)
    .description(file.description)
    .helpGroup(file.group)
    .helpOption('-h, --help', 'print this')
    .configureHelp({ showGlobalOptions: true })
  adapt(command, world)
  file.declare(command)
  command.addHelpText('after', () => `\n${examples(file)}`)
  return command.action(async () => {
    const options = command.optsWithGlobals<CommonOptions>()
    finish(await file.run({ args: command.args, options, line }, world))
  })
}

function examples(file: CommandFile): string {
  return [
    'Examples:',
    ...file.examples.flatMap(([line, meaning]) => [`  $ outlast ${line}`, `    ${meaning}`]),
  ].join('\n')
}

/** Help goes to the world's outputs, in colours where they want them; errors are thrown, for `main` to tell them. */
function adapt(command: Command, { stdout, stderr, env }: World): void {
  const hasColors = (output: Output) =>
    command.optsWithGlobals<CommonOptions>().color && wantsColor(output, env)
  command.exitOverride().configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    outputError: () => {},
    getOutHelpWidth: () => Math.min(stdout.columns ?? 100, 100),
    getErrHelpWidth: () => Math.min(stderr.columns ?? 100, 100),
    getOutHasColors: () => hasColors(stdout),
    getErrHasColors: () => hasColors(stderr),
  })
  const styleTitle = (title: string) => styleText('bold', title, { validateStream: false })
  command.configureHelp({ ...command.configureHelp(), styleTitle })
}
