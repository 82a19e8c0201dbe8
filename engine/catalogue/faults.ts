import { InputError } from '../errors.ts'
import type { FaultDefinition } from '../faults/fault.ts'
import { filesIn } from './found-files.ts'
import { loadModule } from './load-module.ts'
import { places } from './places.ts'

/** A fault of any kind, whose options were checked by its own schema. */
export type AnyFault = FaultDefinition<Record<string, unknown>>

/** Every fault, by kind: the files of `engine/faults/` that export one made by `defineFault`. */
export async function loadFaults(folder: string = places.faults.path): Promise<Map<string, AnyFault>> {
  const faults = new Map<string, AnyFault>()
  for (const [name, file] of await filesIn(folder)) {
    const shown = `${places.faults.shown}/${name}.ts`
    const definition = Object.values(await loadModule(file, shown))
      .map(definitionOf)
      .find(Boolean)
    if (!definition) continue
    if (definition.kind !== name) {
      throw new InputError(`${shown} defines the fault "${definition.kind}".`, {
        hint: `Name the file ${definition.kind}.ts, or give the fault the kind "${name}".`,
      })
    }
    faults.set(name, definition)
  }
  return faults
}

function definitionOf(exported: unknown): AnyFault | undefined {
  if (typeof exported !== 'function' || !('definition' in exported)) return undefined
  return exported.definition as AnyFault
}
