import type { AnyFault } from '../catalogue/faults.ts'
import type { ScenarioDescription } from '../journal/records.ts'

/** Whether the web servers reach the store through a proxy, because a fault of the scenario hinders that path. */
export function isProxied(
  { method }: Pick<ScenarioDescription, 'method'>,
  faults: ReadonlyMap<string, AnyFault>,
): boolean {
  return method.some(({ kind }) => faults.get(kind)?.needsPath)
}
