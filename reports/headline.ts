import { endSentence, enumerated, formatValue, plural } from './format.ts'
import type { Spread, Summary } from './result.ts'
import { wasSkipped } from './table/standings.ts'
import type { TrialResult } from './trial-result.ts'

/** A headline names so many targets at most. */
export const mostNamed = 4

/** What a scenario came to, in one sentence. */
export function headline(summaries: readonly Summary[], trials: readonly TrialResult[]): string {
  const known = summaries.filter(({ trials }) => trials.valid > 0)
  if (known.length === 0) return nothingTold(trials)
  const unknown = summaries.filter((each) => each.trials.valid === 0 && !wasSkipped(each)).length
  const doubt = unknown === 0 ? '' : ` Of ${plural(unknown, 'other')} it is not known.`
  const found: Harm[] = known.map(({ target, metrics: of }) => ({
    target,
    signedOut: of.usersSignedOut,
    lost: of.sessionsLost,
    isUnharmed: of.usersSignedOut?.max === 0 && of.sessionsLost?.max === 0,
  }))
  if (found.length > mostNamed) return `${headlineOfMany(found)}.${doubt}`
  if (found.every(({ isUnharmed }) => isUnharmed)) {
    return `Nobody was signed out and no session was lost, on ${enumerated(known.map(({ target }) => target))}.${doubt}`
  }
  const parts = found.map(({ target, signedOut, lost, isUnharmed }) => {
    if (isUnharmed) return `${target} signed nobody out and lost no session`
    return `${target} signed out ${count(signedOut, 'user')} and lost ${count(lost, 'session')}`
  })
  return `${parts.join('; ')}.${doubt}`
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
