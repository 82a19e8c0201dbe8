import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { InputError } from '../errors.ts'

/** Everything that a file exports. `shown` is the file as people know it, for the message when it can't be loaded. */
export async function loadModule(file: string, shown: string): Promise<Record<string, unknown>> {
  if (!existsSync(file)) {
    throw new InputError(`There is no file ${shown}.`, {
      hint: 'Check the path; it counts from where you are.',
    })
  }
  try {
    return await import(pathToFileURL(file).href)
  } catch (cause) {
    throw new InputError(`${shown} can't be loaded: ${reason(cause, file, shown)}`, {
      hint: hintFor(cause),
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

/** Where a file outside of Outlast finds what it imports of it. */
const engine = fileURLToPath(new URL('..', import.meta.url))

function hintFor(cause: unknown): string {
  return (cause as NodeJS.ErrnoException | null)?.code === 'ERR_MODULE_NOT_FOUND'
    ? `The path of an import counts from the file it stands in; those of Outlast lie in ${engine}.`
    : 'Outlast runs it as TypeScript whose types are erased: no enum, no namespace, imports with their ".ts".'
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
