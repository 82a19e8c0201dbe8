import type { ScenarioDescription } from '../engine/journal/records.ts'
import {
  endSentence,
  enumerated,
  formatInterval,
  formatRange,
  formatShare,
  formatValue,
  listed,
  plural,
} from './format.ts'
import { type MetricDefinition, metrics } from './metrics.ts'
import type { Comparison, ExperimentResult, Spread, Summary } from './result.ts'
import { scalingSentence } from './scaling-sentence.ts'
import type { StatisticsWarning } from './statistics/estimate.ts'
import type { PredictionResult, TrialResult } from './trial-result.ts'

/** A headline names so many targets at most. */
export const mostNamed = 4

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

function headline(summaries: readonly Summary[], trials: readonly TrialResult[]): string {
  const known = summaries.filter(({ trials }) => trials.valid > 0)
  if (known.length === 0) return nothingTold(trials)
  const found: Harm[] = known.map(({ target, metrics: of }) => ({
    target,
    signedOut: of.usersSignedOut,
    lost: of.sessionsLost,
    isUnharmed: of.usersSignedOut?.max === 0 && of.sessionsLost?.max === 0,
  }))
  if (found.length > mostNamed) {
    const unknown = summaries.length - known.length
    return `${headlineOfMany(found)}${unknown === 0 ? '.' : `. Of ${unknown} it is not known.`}`
  }
  if (found.every(({ isUnharmed }) => isUnharmed)) {
    return `Nobody was signed out and no session was lost, on ${enumerated(known.map(({ target }) => target))}.`
  }
  const parts = found.map(({ target, signedOut, lost, isUnharmed }) => {
    if (isUnharmed) return `${target} signed nobody out and lost no session`
    return `${target} signed out ${count(signedOut, 'user')} and lost ${count(lost, 'session')}`
  })
  return `${parts.join('; ')}.`
}

/** Why not a single trial counts, where they all have the same reason. */
function nothingTold(trials: readonly TrialResult[]): string {
  const [first] = trials
  const isSame = trials.every(({ status, reason }) => status === first?.status && reason === first.reason)
  const reason = isSame && first?.reason ? `: ${endSentence(first.reason)}` : '.'
  if (trials.every(({ status }) => status === 'skipped')) return `Not tried${reason}`
  if (trials.every(({ status }) => status === 'aborted'))
    return `Cannot tell: every trial was aborted${reason}`
  return 'Cannot tell: no trial of this scenario is valid.'
}

interface Harm {
  target: string
  signedOut: Spread | undefined
  lost: Spread | undefined
  isUnharmed: boolean
}

/** Where a list of all would be no headline. */
function headlineOfMany(found: readonly Harm[]): string {
  const harmed = found.filter(({ isUnharmed }) => !isUnharmed)
  const unharmed = found.length - harmed.length
  const all = `${unharmed} of ${found.length} architectures signed nobody out and lost no session`
  if (harmed.length === 0) return all
  const counts = harmed.flatMap(({ signedOut }) => [signedOut?.min ?? [], signedOut?.max ?? []].flat())
  const range = counts.length === 0 ? undefined : { min: Math.min(...counts), max: Math.max(...counts) }
  return `${all}; ${harmed.length} signed out ${count(range, 'user')}`
}

/** From the trial with the fewest to that with the most: nobody signs half a user out. */
function count(spread: Pick<Spread, 'min' | 'max'> | undefined, what: string): string {
  const { min = null, max = null } = spread ?? {}
  if (min === null || max === null) return `an unknown number of ${what}s`
  const from = min === max ? '' : `${formatValue(min, 'count')} to `
  return `${from}${formatValue(max, 'count')} ${max === 1 ? what : `${what}s`}`
}

function validitySentences(trials: readonly TrialResult[]): string[] {
  const skipped = trials.filter(({ status }) => status === 'skipped')
  const begun = trials.filter(({ status }) => status !== 'skipped')
  const bad = begun.filter(({ validity }) => validity !== 'valid')
  const names = bad.map(({ id, validity }) => `${id} (${validity})`)
  return [
    ...(bad.length > 0
      ? [
          `${bad.length} of ${plural(begun.length, 'trial')} ${bad.length === 1 ? 'does' : 'do'} not count: ${listed(names)}.`,
        ]
      : begun.length > 0
        ? [`${plural(begun.length, 'valid trial')}.`]
        : []),
    ...skippedSentences(skipped),
  ]
}

/** By target, as it is the target that lacks what the scenario needs. */
function skippedSentences(skipped: readonly TrialResult[]): string[] {
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
    ...scalingSentence(summary, valid),
    ...predictionSentence(summary, valid),
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

function predictionSentence({ predictionHeld }: Summary, trials: readonly TrialResult[]): string[] {
  if (!predictionHeld) return []
  const { held, of, cannotTell } = predictionHeld
  const doubt = cannotTell === 0 ? '' : `; in ${cannotTell} it can't be told`
  const nobody = trials.every(({ predictions }) => predictions.every(({ rule }) => rule === 'nobody'))
  const agreed = nobody
    ? 'Nobody was predicted to be signed out, and nobody was,'
    : 'The sessions signed out were exactly the predicted ones'
  const predictions = trials.flatMap((trial) => trial.predictions)
  return [
    `${agreed} in ${held} of ${plural(of, 'trial')}${doubt}.`,
    ...differenceSentence(predictions),
    ...shareSentence(predictions),
  ]
}

/** How many sessions fared otherwise than predicted, in all trials. */
function differenceSentence(predictions: readonly PredictionResult[]): string[] {
  const missed = predictions.reduce((sum, each) => sum + each.missed.count, 0)
  const surplus = predictions.reduce((sum, each) => sum + each.surplus.count, 0)
  if (missed === 0 && surplus === 0) return []
  const stayed = `${formatValue(missed, 'count')} of the predicted sessions stayed signed in`
  return [`${stayed}, ${plural(surplus, 'other')} ${surplus === 1 ? 'was' : 'were'} signed out.`]
}

/** Which share of the sessions at risk it struck, beside the share of the servers. */
function shareSentence(predictions: readonly PredictionResult[]): string[] {
  const total = (read: (each: PredictionResult) => number) =>
    predictions.reduce((sum, each) => sum + read(each), 0)
  const [atRisk, observed, presumed] = [
    total((each) => each.atRisk),
    total((each) => each.observed),
    total((each) => each.presumed),
  ]
  if (atRisk === 0 || observed === 0) return []
  return [
    `Signed out were ${formatShare(observed / atRisk)} of the sessions at risk${besideServers(predictions)}${ofVictims(total)}.`,
    ...(presumed === 0
      ? []
      : [
          `${formatValue(presumed, 'count')} of them are gone after a logout that had no clear answer: nobody missed them.`,
        ]),
  ]
}

/** `: 100 of the victims' 100 and 0 of the others' 200`; nothing of a store or a balancer, which is nobody's home. */
function ofVictims(total: (read: (each: PredictionResult) => number) => number): string {
  const count = (read: (each: PredictionResult) => number) => formatValue(total(read), 'count')
  if (total(({ ofVictim }) => ofVictim.atRisk) === 0) return ''
  const victims = `${count(({ ofVictim }) => ofVictim.signedOut)} of the victims' ${count(({ ofVictim }) => ofVictim.atRisk)}`
  return `: ${victims} and ${count(({ ofOthers }) => ofOthers.signedOut)} of the others' ${count(({ ofOthers }) => ofOthers.atRisk)}`
}

/** `, where 1 of 3 servers was struck`, if that is so of all. */
function besideServers(predictions: readonly PredictionResult[]): string {
  const struck = predictions.map(({ victims, naiveShare }) =>
    naiveShare ? [victims.length, Math.round(victims.length / naiveShare)] : null,
  )
  const [first] = struck
  if (!first || new Set(struck.map(String)).size > 1) return ''
  const [servers, of] = first
  const each = new Set(predictions.map(({ fault }) => fault)).size > 1 ? ' each time' : ''
  return `, where ${servers} of ${of} servers ${servers === 1 ? 'was' : 'were'} struck${each}`
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
