import { relative, resolve, sep } from 'node:path'
import { didYouMean } from '../../engine/catalogue/did-you-mean.ts'
import { exitCodes, InputError } from '../../engine/errors.ts'
import { defineCommand } from '../command.ts'
import { commandLine } from '../command-line.ts'
import { type Authored, authored, writeNewFile } from '../new-file.ts'

/** What one does with a new file, in this order. */
const next: Readonly<Record<Authored, (file: string) => string[][]>> = {
  scenario: (file) => [
    ['validate', file],
    ['plan', 'stateful-sticky', 'stateless-redis', '--scenario', file],
    ['run', 'stateless-redis', '--scenario', file, '--duration', '20s'],
  ],
  target: (file) => [
    ['validate', file],
    ['up', file],
    ['compare', file, 'stateless-redis', '--scenario', 'kill-server', '--blocks', '2'],
  ],
}

export default defineCommand<{ dir: string }>({
  group: 'Write:',
  summary: 'write a scenario or a target of your own',
  description:
    'Writes NAME.ts, commented and complete, to change into what you have in mind. Never writes over a file.',
  examples: [
    ['new scenario lunch-rush', './lunch-rush.ts, for --scenario ./lunch-rush.ts'],
    ['new target our-shop', './our-shop.ts, to be named like any other target'],
    ['new scenario lunch-rush --dir chaos', 'chaos/lunch-rush.ts'],
  ],
  declare(command) {
    command
      .argument('<what>', authored.join(' or '))
      .argument('<name>', 'small letters, digits and hyphens')
      .option('--dir <dir>', 'the folder to write it to', '.')
  },
  async run({ args: [what = '', name = ''], options: { dir, quiet } }, { cwd, stdout, stderr }) {
    const file = writeNewFile({ what: authoredFrom(what), name, folder: resolve(cwd, dir) })
    const near = relative(cwd, file)
    const shown = near.startsWith('..') ? file : `.${sep}${near}`
    if (!quiet) {
      const lines = next[authoredFrom(what)](shown).map((argv) => `  ${commandLine(argv)}\n`)
      stderr.write(`Wrote ${shown}. Next:\n${lines.join('')}`)
    }
    stdout.write(`${shown}\n`)
    return exitCodes.done
  },
})

function authoredFrom(what: string): Authored {
  const found = authored.find((each) => each === what)
  if (found) return found
  throw new InputError(`"${what}" can't be written.${didYouMean(what, authored)}`, {
    hint: `Write "outlast new scenario NAME" or "outlast new target NAME".`,
  })
}
