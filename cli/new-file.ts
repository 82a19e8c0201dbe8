import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkName } from '../engine/catalogue/locate.ts'
import { InputError } from '../engine/errors.ts'
import { whyNot } from './file-errors.ts'
import { makeAll } from './make-all.ts'

/** What a user can have written for her, one template each. */
export const authored = ['scenario', 'target'] as const
export type Authored = (typeof authored)[number]

const authoring = fileURLToPath(new URL('../engine/authoring.ts', import.meta.url))

interface NewFile {
  what: Authored
  name: string
  /** Made where it is missing. */
  folder: string
}

/**
 * Writes a file that works as it is, and gives its path. What it imports is found from where it lies. Throws an
 * InputError where there is such a file already, or it can't be written.
 */
export function writeNewFile({ what, name, folder }: NewFile): string {
  checkName(name)
  const file = resolve(folder, `${name}.ts`)
  const template = readFileSync(new URL(`templates/${what}.ts`, import.meta.url), 'utf8')
  attempt(file, () => makeAll(folder))
  if (existsSync(file)) {
    throw new InputError(`There is a file ${file} already.`, {
      hint: 'Nothing is written over: choose another name, or another folder with --dir.',
    })
  }
  const text = template
    .replace("'../../engine/authoring.ts'", `'${importFrom(folder)}'`)
    .replace(`'My ${what}'`, `'${titleOf(name)}'`)
  attempt(file, () => writeFileSync(file, text, { flag: 'wx' }))
  return file
}

function attempt(file: string, write: () => void): void {
  try {
    write()
  } catch (cause) {
    throw new InputError(`${file} can't be written: ${whyNot(cause)}.`, {
      hint: 'Choose another folder with --dir.',
      cause,
    })
  }
}

/** Modules are looked for from where a folder really is, not from the link that led to it. */
function importFrom(folder: string): string {
  const path = relative(realpathSync(folder), authoring).split(sep).join('/')
  return path.startsWith('.') ? path : `./${path}`
}

/** `lunch-rush` → `Lunch rush`. */
function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
