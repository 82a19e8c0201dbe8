import { affinities } from '../define-target.ts'
import type { ScenarioDescription, TargetDescription } from '../journal/descriptions.ts'
import type { DeclaredServices } from './declared-services.ts'
import { didYouMean } from './did-you-mean.ts'
import { fieldName, type Problem } from './problems.ts'
import { object, oneOf, someOf, text } from './schema.ts'
import { get, list } from './unchecked.ts'

/** How the needs of a scenario must look; whether what they name exists is for `problemsOfNeeds`. */
export const needsSchema = object({
  sessions: someOf(text('a place'), 'places where sessions live, such as memory').optional(),
  balancer: someOf(text('a balancer'), 'balancers').optional(),
  affinity: someOf(oneOf(affinities), 'ways to pick a server').optional(),
  services: someOf(text('a service'), 'services such as redis, or store for any').optional(),
})

/** What exists, for a scenario to need. */
export interface Needable {
  /** Where sessions can live. */
  sessions: readonly string[]
  balancers: readonly string[]
  services: DeclaredServices
}

/** What a scenario needs that does not exist. */
export function problemsOfNeeds(scenario: unknown, known: Needable): Problem[] {
  const exists = {
    sessions: known.sessions,
    balancer: known.balancers,
    services: ['store', ...known.services.keys()],
  }
  return Object.entries(exists).flatMap(([need, names]) =>
    list(get(scenario, 'needs', need)).flatMap((name, index) => {
      if (typeof name !== 'string' || names.includes(name)) return []
      const problem = `is "${name}"; use some of ${names.join(', ')}.${didYouMean(name, names)}`
      return [{ field: fieldName(['needs', need, index]), problem }]
    }),
  )
}

type Needs = NonNullable<ScenarioDescription['needs']>

/** What a target lacks of what a scenario needs, each as `needs …, but target "…" …`. */
export function lacks(
  { needs = {} }: Pick<ScenarioDescription, 'needs'>,
  target: TargetDescription,
): string[] {
  const { sessions, balancer, affinity, services = [] } = needs
  const has = ['web', target.balancer, ...target.services]
  return [
    ...unless(
      sessions?.includes(target.sessions),
      wordsFor({ sessions }),
      `keeps them in ${target.sessions}`,
    ),
    ...unless(balancer?.includes(target.balancer), wordsFor({ balancer }), `has ${target.balancer}`),
    ...unless(affinity?.includes(target.affinity), wordsFor({ affinity }), `has ${target.affinity}`),
    ...services
      .filter((name) => (name === 'store' ? target.services.length === 0 : !target.services.includes(name)))
      .map(
        (name) =>
          `needs ${wordsFor({ services: [name] })}, but target "${target.name}" has ${has.join(', ')}`,
      ),
  ]

  function unless(fits: boolean | undefined, what: string, instead: string): string[] {
    return fits === false ? [`needs ${what}, but target "${target.name}" ${instead}`] : []
  }
}

/** `sessions in memory or cookie, affinity stick-table, a store`; empty where nothing is needed. */
export function wordsFor({ sessions, balancer, affinity, services }: Needs): string {
  const or = (names: readonly string[]) => names.join(' or ')
  return [
    ...(sessions ? [`sessions in ${or(sessions)}`] : []),
    ...(balancer ? [`balancer ${or(balancer)}`] : []),
    ...(affinity ? [`affinity ${or(affinity)}`] : []),
    ...(services ?? []).map((name) => (name === 'store' ? 'a store' : name)),
  ].join(', ')
}
