import type { AnyFault } from '../catalogue/faults.ts'
import type { ScenarioDescription } from '../journal/descriptions.ts'
import { faultsThatMayStrike } from '../monkey.ts'

/** Whether the web servers reach the store through a proxy, because a fault of the scenario hinders that path. */
export function isProxied(
  scenario: Pick<ScenarioDescription, 'method' | 'monkey'>,
  faults: ReadonlyMap<string, AnyFault>,
): boolean {
  return faultsThatMayStrike(scenario).some(({ kind }) => faults.get(kind)?.needsPath)
}
