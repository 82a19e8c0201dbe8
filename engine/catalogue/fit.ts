import { InputError } from '../errors.ts'
import type { ScenarioDescription, TargetDescription } from '../journal/records.ts'
import { type AnyFault, loadFaults } from './faults.ts'

interface Pairs {
  targets: readonly TargetDescription[]
  scenarios: readonly ScenarioDescription[]
}

/** Throws an InputError that names every fault of a scenario which strikes what a target does not have. */
export async function checkFit({ targets, scenarios }: Pairs): Promise<void> {
  const faults = await loadFaults()
  const problems = scenarios.flatMap((scenario) =>
    targets.flatMap((target) => misfits(scenario, target, faults)),
  )
  const [first, ...more] = problems
  if (first === undefined) return
  const message =
    more.length === 0 ? first : [`${problems.length} faults can't be:`, ...problems].join('\n  ')
  throw new InputError(message, { hint: 'Leave that target out, or use a scenario that suits all of them.' })
}

function misfits(
  scenario: ScenarioDescription,
  target: TargetDescription,
  faults: ReadonlyMap<string, AnyFault>,
): string[] {
  const has = ['web', target.balancer, ...target.services]
  return scenario.method.flatMap(({ kind, options, title }, index) => {
    const service = faults.get(kind)?.service(options)
    if (service === undefined || has.includes(service) || service.startsWith('web-')) return []
    return [
      `Scenario "${scenario.name}", method[${index}]: "${title}", but target "${target.name}" has no ${service}; it has ${has.join(', ')}.`,
    ]
  })
}
