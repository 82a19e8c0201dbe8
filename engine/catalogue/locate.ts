import { basename, extname, isAbsolute, relative, resolve, sep } from 'node:path'
import { InputError } from '../errors.ts'
import { didYouMean } from './did-you-mean.ts'
import { filesIn } from './found-files.ts'

/** A scenario or a target: its name, its file, and the file as people know it. */
export interface Located {
  name: string
  file: string
  shown: string
}

interface Where {
  what: 'scenario' | 'target'
  /** What a path is relative to. */
  cwd: string
  /** Where those with a name are found. */
  folder: string
}

/** Finds what has a name by its place, and a file anywhere. Throws an InputError where there is no such name. */
export async function locate(nameOrFile: string, { what, cwd, folder }: Where): Promise<Located> {
  if (isFile(nameOrFile)) return locateFile(nameOrFile, cwd)
  const files = await filesIn(folder)
  const file = files.get(nameOrFile)
  if (file === undefined) {
    throw new InputError(`There is no ${what} "${nameOrFile}".${didYouMean(nameOrFile, files.keys())}`, {
      hint: `${what === 'target' ? 'Targets' : 'Scenarios'}: ${[...files.keys()].join(', ')}; or the path of a file, such as ./mine.ts.`,
    })
  }
  return { name: nameOrFile, file, shown: `${what}s/${nameOrFile}.ts` }
}

/** Whether it is a path, not a name. */
export const isFile = (nameOrFile: string) => /[/\\]|\.[cm]?[jt]s$/.test(nameOrFile)

/** A file named after what it holds. Throws an InputError where its name can't be one. */
export function locateFile(path: string, cwd: string): Located {
  const file = isAbsolute(path) ? path : resolve(cwd, path)
  const name = basename(file, extname(file))
  checkName(name, `, after its file ${path}`)
  const near = relative(cwd, file)
  return { name, file, shown: near.startsWith(`..${sep}..`) ? file : near }
}

/** Throws an InputError for a name that can't stand in the names of containers and folders. */
export function checkName(name: string, why = ''): void {
  if (/^[a-z0-9][a-z0-9-]*$/.test(name)) return
  throw new InputError(`Nothing can be named "${name}"${why}.`, {
    hint: 'Use small letters, digits and hyphens, as in slow-login.',
  })
}
