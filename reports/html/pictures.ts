import { lowestShare, survival } from '../charts/survival.ts'
import { timeline, timelineScales } from '../charts/timeline.ts'
import type { ExperimentData, TrialData } from '../data.ts'
import { plural } from '../format.ts'
import type { ExperimentResult, Summary } from '../result.ts'
import type { TrialResult } from '../trial-result.ts'
import { key } from './key.ts'
import { type Child, h, type Markup } from './node.ts'

/** So many targets are drawn openly; the others are a click away. */
const drawnOpenly = 4

interface Drawn {
  target: string
  trial: TrialResult
  data: TrialData
  others: TrialData[]
}

/** What happened over time, target beside target, on the same scales. */
export function pictures(
  result: ExperimentResult,
  { trials: series }: ExperimentData,
  summaries: readonly Summary[],
): Markup[] {
  const [first] = summaries
  const scenario = result.scenarios.find(({ name }) => name === first?.scenario)
  if (!scenario) return []
  const all = summaries.flatMap(({ target }) => chosen(result.trials, series, scenario.name, target))
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
  const title = (target: string): Child => result.targets.find(({ name }) => name === target)?.title
  return [
    key(),
    h(
      'div',
      { class: 'figures' },
      all
        .slice(0, drawnOpenly)
        .map((each) =>
          h(
            'figure',
            {},
            h('figcaption', {}, h('strong', {}, each.target), ' ', h('span', {}, title(each.target))),
            figureOf(each),
          ),
        ),
    ),
    ...all
      .slice(drawnOpenly)
      .map((each) =>
        h(
          'details',
          { class: 'folded-figure' },
          h('summary', {}, h('strong', {}, each.target), ' ', h('span', {}, title(each.target))),
          h('figure', {}, figureOf(each)),
        ),
      ),
  ]
}

/** The first trial that counts, else the first of which there is anything. */
function chosen(
  trials: readonly TrialResult[],
  series: readonly TrialData[],
  scenario: string,
  target: string,
): Drawn[] {
  const own = trials
    .filter((trial) => trial.scenario === scenario && trial.target === target)
    .flatMap((trial) => {
      const data = series.find((each) => each.trial === trial.id)
      return data && data.seconds.length > 0 ? [{ trial, data }] : []
    })
    .sort((a, b) => a.trial.block - b.trial.block)
  const shown = own.find(({ trial }) => trial.validity === 'valid') ?? own[0]
  if (!shown) return []
  const others = own.filter((each) => each !== shown && each.trial.validity === 'valid')
  return [{ target, ...shown, others: others.map(({ data }) => data) }]
}

function shownBlock({ trial, others }: Drawn): string {
  const validity = trial.validity === 'valid' ? '' : ` (${trial.validity}: it does not count)`
  const faint = others.length === 0 ? '' : `; ${plural(others.length, 'other')} faint`
  return `Block ${trial.block}${validity}${faint}`
}
