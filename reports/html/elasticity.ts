import type { AutoscalerDescription } from '../../engine/journal/records.ts'
import { elasticityScales, serversAgainstLoad } from '../charts/servers-against-load.ts'
import type { ExperimentData } from '../data.ts'
import { formatShare, formatValue } from '../format.ts'
import type { ExperimentResult, Summary } from '../result.ts'
import { chosen, shownBlock } from './chosen.ts'
import { figures } from './figures.ts'
import { h, type Markup } from './node.ts'

/** How the servers followed the load; nothing for a scenario without an autoscaler. */
export function elasticity(
  result: ExperimentResult,
  data: ExperimentData,
  summaries: readonly Summary[],
): Markup[] {
  const [first] = summaries
  const scenario = result.scenarios.find(({ name }) => name === first?.scenario)
  if (!scenario?.autoscaler) return []
  const drawn = summaries.flatMap(({ target }) =>
    chosen(result.trials, data.trials, { scenario: scenario.name, target }),
  )
  const scales = elasticityScales(
    drawn.map(({ trial }) => trial),
    drawn.flatMap((each) => [each.data, ...each.others]),
    { ...scenario, limits: scenario.autoscaler },
  )
  return [
    h('h3', {}, 'Servers against the load'),
    h(
      'p',
      { class: 'lead' },
      'The load that was scheduled, the servers that it demands by the calibration of each target, and those that were up.',
    ),
    ...figures(drawn, result.targets, (each) => [
      h('p', { class: 'caption' }, shownBlock(each)),
      serversAgainstLoad({ id: `elasticity-${each.trial.id}`, ...each, scales }),
    ]),
  ]
}

/** What the autoscaler was told; empty where there is none. */
export function autoscalerInWords(autoscaler: AutoscalerDescription | undefined): string {
  if (!autoscaler) return ''
  const { signal, target, min, max, tolerance, syncMs, scaleIn } = autoscaler
  const kept =
    signal === 'cpu'
      ? `${formatShare(target)} of each server’s CPU quota used`
      : `${formatValue(target, 'count')} requests a second of each server`
  const goes =
    scaleIn.drainMs === null ? 'removed at once' : `drained for at most ${scaleIn.drainMs / 1_000} s`
  return ` An autoscaler keeps ${kept} (give or take ${formatShare(tolerance)}) with ${min} to ${max} servers and looks every ${syncMs / 1_000} s; who is taken away (${scaleIn.pick}) is ${goes}.`
}
