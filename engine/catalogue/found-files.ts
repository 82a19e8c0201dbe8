import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Modules, as they are run from a clone (.ts) or from a package (.js). */
const moduleName = /^(?<name>.+)\.(?:ts|js)$/
const notFound = /\.(?:d|test|conformance)\.(?:ts|js)$/

/** What a folder holds, by name: the file's name without its extension. Sorted; folders are not looked into. */
export async function filesIn(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true })
  const found = entries.flatMap((entry): [string, string][] => {
    const name = moduleName.exec(entry.name)?.groups?.name
    const isModule = name !== undefined && !entry.isDirectory() && !notFound.test(entry.name)
    return isModule ? [[name, join(folder, entry.name)]] : []
  })
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}
