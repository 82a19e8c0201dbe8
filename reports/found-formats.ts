import { readdir } from 'node:fs/promises'
import type { WriteFormat } from './data.ts'

const folder = new URL('./formats/', import.meta.url)
const moduleName = /^(?<name>[^.]+)\.(?:ts|js)$/

/** Every report format, by the name of its file: what lies in `reports/formats/` is written, there is no list. */
export async function foundFormats(): Promise<Map<string, WriteFormat>> {
  const formats = new Map<string, WriteFormat>()
  for (const file of (await readdir(folder)).sort()) {
    const name = moduleName.exec(file)?.groups?.name
    if (name === undefined) continue
    const module: { write?: WriteFormat } = await import(new URL(file, folder).href)
    if (!module.write) throw new TypeError(`reports/formats/${file} exports no "write"`)
    formats.set(name, module.write)
  }
  return formats
}
