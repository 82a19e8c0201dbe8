import { InputError } from '../errors.ts'
import { isMeantBy } from '../faults/named.ts'
import { replicated } from '../faults/primary.ts'
import type { ScenarioDescription, TargetDescription } from '../journal/descriptions.ts'
import { faultsThatMayStrike } from '../monkey.ts'
import { type DeclaredServices, declaredServices } from './declared-services.ts'
import { type AnyFault, loadFaults } from './faults.ts'
import { lacks } from './needs.ts'

interface Pairs {
  targets: readonly TargetDescription[]
  scenarios: readonly ScenarioDescription[]
  /** Whether each scenario must fit a target, as those do that somebody asked for; else one of them at least. */
  each: boolean
}

/** A scenario that can't be run on a target. */
export interface Unfit {
  scenario: string
  target: string
  reason: string
}

/**
 * Gives what will be skipped: a scenario that needs, or strikes, what a target does not have. Throws an InputError
 * that names all of it where no target has it, and there would be nothing to run.
 */
export async function checkFit({ targets, scenarios, each }: Pairs): Promise<Unfit[]> {
  const known = { faults: await loadFaults(), services: await declaredServices() }
  const found = scenarios.map((scenario) =>
    targets.map((target) => ({ scenario, target, reasons: misfits(scenario, target, known) })),
  )
  const fitNone = found.filter((ofScenario) => ofScenario.every(({ reasons }) => reasons.length > 0))
  const nothingToRun = each ? fitNone.length > 0 : fitNone.length === found.length
  const problems = nothingToRun ? fitNone.flat().flatMap(({ reasons }) => reasons) : []
  const [first, ...more] = problems
  if (first === undefined) {
    return found.flat().flatMap(({ scenario, target, reasons: [reason] }) => {
      return reason === undefined ? [] : [{ scenario: scenario.name, target: target.name, reason }]
    })
  }
  const message = more.length === 0 ? first : ['No target has what is needed:', ...problems].join('\n  ')
  throw new InputError(message, { hint: 'Name a target that has it, or another scenario.' })
}

/** Why a scenario can't be run on a target: what it needs, and each fault that strikes what the target does not have. */
export function misfits(
  scenario: ScenarioDescription,
  target: TargetDescription,
  { faults, services }: { faults: ReadonlyMap<string, AnyFault>; services: DeclaredServices },
): string[] {
  const lacking = lacks(scenario, target).map((lack) => `Scenario "${scenario.name}" ${lack}.`)
  const beside = [target.balancer, ...target.services.flatMap((name) => services.get(name) ?? [])]
  const has = ['web', ...beside]
  const struck = faultsThatMayStrike(scenario).flatMap(({ kind, options, title }, index) => {
    const fault = faults.get(kind)
    return [fault?.service(options), fault?.other?.(options)]
      .filter((service) => service !== undefined && !isThere(service))
      .map(
        (service) =>
          `Scenario "${scenario.name}", ${scenario.monkey ? 'method.faults' : 'method'}[${index}]: "${title}", but target "${target.name}" has no ${service}; it has ${has.join(', ')}.`,
      )
  })
  return [...lacking, ...struck]

  function isThere(service: string): boolean {
    if (service === 'web' || service.startsWith('web-') || service === 'balancer') return true
    if (service === 'primary') return replicated.some((name) => target.services.includes(name))
    if (service === 'store') return target.services.length > 0
    return beside.some((container) => isMeantBy(service, container))
  }
}
