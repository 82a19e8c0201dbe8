import type { ScenarioDescription, TargetDescription } from '../../engine/journal/descriptions.ts'
import { lowestShare, survival } from '../charts/survival.ts'
import { timeline, timelineScales } from '../charts/timeline.ts'
import { type Drawn, shownBlock } from './drawn.ts'
import { figures } from './figures.ts'
import { key } from './key.ts'
import { h, type Markup } from './node.ts'

/** What happened over time, target beside target, on the same scales. */
export function pictures(
  drawn: readonly Drawn[],
  targets: readonly TargetDescription[],
  { durationMs }: ScenarioDescription,
): Markup[] {
  const scales = {
    timeline: timelineScales(
      drawn.map(({ trial }) => trial),
      drawn.flatMap((each) => [each.data, ...each.others]),
      durationMs,
    ),
    survival: { durationMs, lowest: lowestShare(drawn) },
  }
  const figureOf = (each: Drawn) => [
    h('p', { class: 'caption' }, shownBlock(each)),
    timeline({ id: `timeline-${each.trial.id}`, ...each, scales: scales.timeline }),
    survival({ id: `survival-${each.trial.id}`, ...each, scales: scales.survival }),
  ]
  return [key(), ...figures(drawn, targets, figureOf)]
}
