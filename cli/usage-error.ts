import type { CommanderError } from 'commander'
import { InputError } from '../engine/errors.ts'

/** What commander found wrong with a command line, in our words. */
export function usageError(error: CommanderError, argv: readonly string[]): InputError {
  const [what = '', suggestion = ''] = error.message.replace(/^error: /, '').split('\n')
  const meant = /\(Did you mean (?:one of )?(.+)\?\)/.exec(suggestion)?.[1]
  const verb = argv.find((word) => !word.startsWith('-'))
  const help = error.code === 'commander.unknownCommand' || verb === undefined ? '' : `${verb} `
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1).replace(/\.$/, '')}.`.replaceAll("'", '"')
  return new InputError(meant === undefined ? sentence : `${sentence} Did you mean ${quoted(meant)}?`, {
    hint: `Run "outlast ${help}--help" to see what there is.`,
  })
}

const quoted = (names: string) =>
  names
    .split(', ')
    .map((name) => `"${name}"`)
    .join(' or ')
