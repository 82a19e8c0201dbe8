import { formatShare, formatValue, plural } from './format.ts'
import type { Summary } from './result.ts'
import type { PredictionResult, TrialResult } from './trial-result.ts'

/** Whether theory was right, how far it was not, and whom the faults struck; nothing where nothing was predicted. */
export function predictionSentences({ predictionHeld }: Summary, trials: readonly TrialResult[]): string[] {
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
