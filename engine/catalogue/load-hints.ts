import { fileURLToPath } from 'node:url'
import { didYouMean } from './did-you-mean.ts'

/** Where a file outside of Outlast finds what it imports of it. */
const authoring = fileURLToPath(new URL('../authoring.ts', import.meta.url))

/** What to do about a file of the user's that can't be loaded. */
export async function hintFor(cause: unknown): Promise<string> {
  const code = (cause as NodeJS.ErrnoException | null)?.code
  if (code === 'ERR_MODULE_NOT_FOUND') {
    return `The path of an import counts from the file it stands in; what a scenario or a target needs is in ${authoring}.`
  }
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return 'Types are erased, not compiled: write it without enum and namespace.'
  }
  if (!(cause instanceof SyntaxError)) return 'Loading a file runs it: repair what it throws.'
  const unknown = /authoring\.ts' does not provide an export named '(\w+)'/.exec(cause.message)?.[1]
  return unknown === undefined
    ? 'Repair the line; an editor that knows TypeScript shows what is wrong.'
    : offer(unknown)
}

/** What can be imported instead of what can't be. */
async function offer(unknown: string): Promise<string> {
  if (/^[A-Z]/.test(unknown)) return `Where it is a type, write "import type { ${unknown} }".`
  const names = Object.keys(await import('../authoring.ts')).sort()
  return `There is ${names.join(', ')}.${didYouMean(unknown, names)}`
}
