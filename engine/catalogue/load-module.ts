import { realpathSync, statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { InputError } from '../errors.ts'
import { hintFor } from './load-hints.ts'

/** Everything that a file exports. `shown` is the file as people know it, for the message when it can't be loaded. */
export async function loadModule(named: string, shown: string): Promise<Record<string, unknown>> {
  const there = statSync(named, { throwIfNoEntry: false })
  if (there?.isDirectory()) {
    throw new InputError(`${shown || named} is a folder.`, { hint: 'Name the files in it.' })
  }
  if (!there) {
    throw new InputError(`There is no file ${shown}.`, {
      hint: 'Check the path; it counts from where you are.',
    })
  }
  // What a file imports counts from where it really is, not from the link that led to it.
  const file = realpathSync(named)
  try {
    return await import(pathToFileURL(file).href)
  } catch (cause) {
    throw new InputError(`${shown} can't be loaded: ${reason(cause, file, shown)}`, {
      hint: await hintFor(cause),
      cause,
    })
  }
}

/** The default export of a file that must have one; `example` shows how it looks. */
export async function loadDefault(file: string, shown: string, example: string): Promise<unknown> {
  const module = await loadModule(file, shown)
  if (module.default !== undefined) return module.default
  const others = Object.keys(module)
  const instead = others.length === 0 ? 'it exports nothing' : `it exports only ${others.join(', ')}`
  throw new InputError(`${shown} has no default export; ${instead}.`, {
    hint: `Write it as "${example}".`,
  })
}

function reason(cause: unknown, file: string, shown: string): string {
  if (!(cause instanceof Error)) return `it throws ${JSON.stringify(cause) ?? String(cause)}`
  const message = cause.message.replaceAll(file, shown).split('\n')[0]
  const line = lineOf(cause.stack ?? '', file)
  const where = line === undefined ? '' : ` (line ${line})`
  return `${cause.name}: ${message}${where}`
}

/** Where a stack, or the excerpt above it, names a line of the file. */
function lineOf(stack: string, file: string): string | undefined {
  const names = [file, pathToFileURL(file).href]
  for (const name of names) {
    const after = stack.split(`${name}:`)[1]
    const line = after && /^\d+/.exec(after)?.[0]
    if (line) return line
  }
  return undefined
}
