import type { ScenarioDescription } from '../engine/journal/descriptions.ts'
import { endSentence, formatInterval, formatRange, formatValue, listed, plural } from './format.ts'
import { headline } from './headline.ts'
import { type MetricDefinition, metrics } from './metrics.ts'
import { predictionSentences } from './prediction-sentences.ts'
import type { Comparison, ExperimentResult, Spread, Summary } from './result.ts'
import { scalingSentences } from './scaling-sentences.ts'
import type { StatisticsWarning } from './statistics/estimate.ts'
import type { TrialResult } from './trial-result.ts'

type Verdict = ExperimentResult['verdicts'][number]

/** What a scenario showed, in plain words: validity first, then each target, then the comparison. */
export function verdict(
  { name, title, question }: ScenarioDescription,
  found: { trials: TrialResult[]; summaries: Summary[]; comparisons: Comparison[] },
): Verdict {
  const summaries = found.summaries.filter(({ scenario }) => scenario === name)
  const trials = found.trials.filter(({ scenario }) => scenario === name)
  const comparisons = found.comparisons.filter(({ scenario }) => scenario === name)
  return {
    scenario: name,
    title,
    question,
    headline: headline(summaries, trials),
    sentences: [
      ...validitySentences(trials),
      ...summaries
        .filter((each) => each.trials.valid > 0)
        .map((each) => targetSentences(each, trials).join(' ')),
      ...comparisons.filter(({ primary }) => primary).map(comparisonSentences),
      ...comparisons.flatMap(costSentence),
    ],
  }
}

function validitySentences(trials: readonly TrialResult[]): string[] {
  const begun = trials.filter(({ status }) => status !== 'skipped')
  const bad = begun.filter(({ validity }) => validity !== 'valid')
  const names = bad.map(({ id, validity }) => `${id} (${validity})`)
  const counted =
    bad.length === 0
      ? `${plural(begun.length, 'valid trial')}.`
      : `${bad.length} of ${plural(begun.length, 'trial')} ${bad.length === 1 ? 'does' : 'do'} not count: ${listed(names)}.`
  return [...(begun.length === 0 ? [] : [counted]), ...skippedSentences(trials)]
}

/** By target, as it is the target that lacks what the scenario needs. */
function skippedSentences(trials: readonly TrialResult[]): string[] {
  const skipped = trials.filter(({ status }) => status === 'skipped')
  const byReason = Map.groupBy(skipped, ({ reason }) => reason)
  return [...byReason].map(([reason, found]) => {
    const targets = listed([...new Set(found.map(({ target }) => target))])
    return endSentence(`Skipped, ${targets}${reason === null ? '' : `: ${reason}`}`)
  })
}

function targetSentences(summary: Summary, trials: readonly TrialResult[]): string[] {
  const valid = trials.filter(({ target, validity }) => target === summary.target && validity === 'valid')
  const left = valid.some(({ recovery }) => recovery.some(({ leftBand }) => leftBand))
  const shown = ['usersSignedOut', 'sessionsLost', 'availability', ...(left ? ['backMs'] : [])]
  const parts = shown.flatMap((name) => phrase(summary.metrics[name], metrics[name]) ?? [])
  return [
    `${summary.target}: ${parts.join(', ')} (${plural(valid.length, 'trial')}).`,
    ...backSentence(summary, valid),
    ...scalingSentences(summary, valid),
    ...predictionSentences(summary, valid),
    ...(summary.faultsThatLost?.lost === 0 ? [summary.faultsThatLost.text] : []),
    ...hypothesisSentence(summary),
  ]
}

/** `users signed out 30.5 (28 to 33)`; where some trials have no such number, of how many trials it is. */
function phrase(spread: Spread | undefined, metric: MetricDefinition | undefined): string | undefined {
  if (!spread || !metric || spread.mean === null || spread.min === null || spread.max === null)
    return undefined
  const show = (value: number) => formatValue(value, metric.unit)
  const known = spread.values.filter(({ value }) => value !== null).length
  const notes = [
    ...(spread.min === spread.max ? [] : [formatRange(spread.min, spread.max, show)]),
    ...(known === spread.values.length ? [] : [`in ${known} of ${plural(spread.values.length, 'trial')}`]),
  ]
  return `${metric.title} ${show(spread.mean)}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`
}

function backSentence({ cameBack }: Summary, trials: readonly TrialResult[]): string[] {
  if (!cameBack) return []
  if (!trials.some(({ recovery }) => recovery.some(({ leftBand }) => leftBand))) {
    return ['Its share of right operations never left the band of the baseline.']
  }
  const relapses = trials.flatMap(({ recovery }) => recovery).reduce((sum, each) => sum + each.relapses, 0)
  const again = relapses === 0 ? '' : `, and left it again ${plural(relapses, 'time')}`
  return [
    `It was back in the band of the baseline after ${cameBack.back} of ${plural(cameBack.of, 'fault')}${again}.`,
  ]
}

function hypothesisSentence({ hypothesis: { held, deviated, cannotTell } }: Summary): string[] {
  const all = held + deviated + cannotTell
  if (all === 0) return []
  if (deviated > 0) return [`The hypothesis did not hold in ${deviated} of ${plural(all, 'trial')}.`]
  if (cannotTell > 0)
    return [`Whether the hypothesis held can't be told in ${cannotTell} of ${plural(all, 'trial')}.`]
  return [`The hypothesis held in ${held} of ${plural(all, 'trial')}.`]
}

function costSentence({ metric, scale, target, baseline, pairs, effect }: Comparison): string[] {
  if (metric !== 'cpuSecondsPer1000Ok' || scale !== 'ratio' || pairs.length === 0) return []
  const ratio = formatInterval(effect, (value) => formatValue(value, 'times'))
  return [
    `On one host, ${target} used ${ratio} the CPU per operation of ${baseline} (${plural(pairs.length, 'block')}); this says nothing about latency over a network or about saturation.`,
  ]
}

/** What the sentence of a comparison says by itself. */
const saidAnyway: ReadonlySet<string> = new Set([
  'noPairs',
  'onePair',
  'exploratory',
] satisfies StatisticsWarning[])

/** What the comparison found, and what must be known of it. */
function comparisonSentences({ text, effect }: Comparison): string {
  const warnings = effect.warnings.filter(({ code }) => !saidAnyway.has(code))
  return [capitalised(text), ...warnings.map((warning) => warning.text)].join(' ')
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
