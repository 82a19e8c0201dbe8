import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Modules, as they are run from a clone (.ts) or from a package (.js). */
const moduleName = /^(?<name>.+)\.(?:ts|js)$/
const notFound = /\.(?:d|test|conformance)\.(?:ts|js)$/

/** What a folder holds, by name: the file's name without its extension. Sorted; folders are not looked into. */
export async function filesIn(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = moduleName.exec(entry.name)?.groups?.name
    if (name !== undefined && !entry.isDirectory() && !notFound.test(entry.name)) {
      found.set(name, join(folder, entry.name))
    }
  }
  return found
}
