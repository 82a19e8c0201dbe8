import { InputError } from '../errors.ts'
import type { ScenarioDescription, TargetDescription } from '../journal/records.ts'
import { type AnyFault, loadFaults } from './faults.ts'

interface Pairs {
  targets: readonly TargetDescription[]
  scenarios: readonly ScenarioDescription[]
}

/**
 * Throws an InputError that names every fault of a scenario which strikes what no target has: there would be nothing
 * to run. What only some of several targets have not is skipped for these, trial by trial.
 */
export async function checkFit({ targets, scenarios }: Pairs): Promise<void> {
  const faults = await loadFaults()
  const problems = scenarios.flatMap((scenario) => {
    const found = targets.map((target) => misfits(scenario, target, faults))
    return found.some((each) => each.length === 0) ? [] : found.flat()
  })
  const [first, ...more] = problems
  if (first === undefined) return
  const message =
    more.length === 0 ? first : [`${problems.length} faults can't be:`, ...problems].join('\n  ')
  throw new InputError(message, { hint: 'Name a target that has it, or another scenario.' })
}

/** Why a scenario can't be run on a target: each fault that strikes what the target does not have. */
export function misfits(
  scenario: ScenarioDescription,
  target: TargetDescription,
  faults: ReadonlyMap<string, AnyFault>,
): string[] {
  const has = ['web', target.balancer, ...target.services]
  return scenario.method.flatMap(({ kind, options, title }, index) => {
    const service = faults.get(kind)?.service(options)
    if (service === undefined || service === 'balancer' || service.startsWith('web-')) return []
    if (has.includes(service) || (service === 'store' && target.services.length > 0)) return []
    return [
      `Scenario "${scenario.name}", method[${index}]: "${title}", but target "${target.name}" has no ${service}; it has ${has.join(', ')}.`,
    ]
  })
}
