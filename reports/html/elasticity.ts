import type { ScenarioDescription, TargetDescription } from '../../engine/journal/descriptions.ts'
import { elasticityScales, serversAgainstLoad } from '../charts/servers-against-load.ts'
import { type Drawn, shownBlock } from './drawn.ts'
import { figures } from './figures.ts'
import { h, type Markup } from './node.ts'

/** How the servers followed the load; nothing for a scenario without an autoscaler. */
export function elasticity(
  drawn: readonly Drawn[],
  targets: readonly TargetDescription[],
  { autoscaler, durationMs, rate }: ScenarioDescription,
): Markup[] {
  if (!autoscaler) return []
  const scales = elasticityScales(
    drawn.map(({ trial }) => trial),
    drawn.flatMap((each) => [each.data, ...each.others]),
    { durationMs, rate, limits: autoscaler },
  )
  return [
    h('h3', {}, 'Servers against the load'),
    h(
      'p',
      { class: 'lead' },
      'The load that was scheduled, the servers that it demands by the calibration of each target, and those that were up.',
    ),
    ...figures(drawn, targets, (each) => [
      h('p', { class: 'caption' }, shownBlock(each)),
      serversAgainstLoad({ id: `elasticity-${each.trial.id}`, ...each, scales }),
    ]),
  ]
}
