import type { AnyFault } from '../catalogue/faults.ts'
import type { ScenarioDescription } from '../journal/records.ts'

/** Whether the web servers reach the store through a proxy, because a fault of the scenario hinders that path. */
export function isProxied(
  { method }: Pick<ScenarioDescription, 'method'>,
  faults: ReadonlyMap<string, AnyFault>,
): boolean {
  return method.some(({ kind }) => faults.get(kind)?.needsPath)
}

/** For the reader of its results. */
export const proxiedWarning =
  'A proxy stands between the web servers and the store in this scenario, from the start: latencies and costs are not ' +
  'those of scenarios without it.'
