import { lowestShare, survival } from '../charts/survival.ts'
import { timeline, timelineScales } from '../charts/timeline.ts'
import type { ExperimentData } from '../data.ts'
import type { ExperimentResult, Summary } from '../result.ts'
import { chosen, type Drawn, shownBlock } from './chosen.ts'
import { figures } from './figures.ts'
import { key } from './key.ts'
import { h, type Markup } from './node.ts'

/** What happened over time, target beside target, on the same scales. */
export function pictures(
  result: ExperimentResult,
  { trials: series }: ExperimentData,
  summaries: readonly Summary[],
): Markup[] {
  const [first] = summaries
  const scenario = result.scenarios.find(({ name }) => name === first?.scenario)
  if (!scenario) return []
  const all = summaries.flatMap(({ target }) =>
    chosen(result.trials, series, { scenario: scenario.name, target }),
  )
  const data = all.flatMap((each) => [each.data, ...each.others])
  const scales = {
    timeline: timelineScales(
      all.map(({ trial }) => trial),
      data,
      scenario.durationMs,
    ),
    survival: {
      durationMs: scenario.durationMs,
      lowest: lowestShare(all),
    },
  }
  const figureOf = (each: Drawn) => [
    h('p', { class: 'caption' }, shownBlock(each)),
    timeline({ id: `timeline-${each.trial.id}`, ...each, scales: scales.timeline }),
    survival({ id: `survival-${each.trial.id}`, ...each, scales: scales.survival }),
  ]
  return [key(), ...figures(all, result.targets, figureOf)]
}
