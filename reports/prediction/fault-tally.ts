import type { Prediction } from '../../engine/journal/descriptions.ts'
import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import type { PredictionResult } from '../trial-result.ts'
import { named } from './named.ts'
import type { Observation } from './observe.ts'
import { movingRules, type Predicts, predictionRules } from './rules.ts'
import { type Strikes, strikesBy } from './strikes.ts'
import { predictionText } from './text.ts'
import { TurnsTally } from './turns-tally.ts'
import type { FaultWindow } from './window.ts'

/** More than this share of the sessions at risk in doubt: it can't be told whether the prediction held. */
const mostInDoubt = 0.01

type Standing = 'atRisk' | 'inFlight' | 'later' | 'no'

/** Predicted against observed for one fault. */
export class FaultTally {
  readonly window: FaultWindow
  readonly #predicts: Predicts | undefined
  readonly #rule: Prediction
  readonly #strikes: Strikes
  readonly #turns: TurnsTally
  readonly #counts = {
    atRisk: 0,
    inFlight: 0,
    boundary: 0,
    undecided: 0,
    predicted: 0,
    observed: 0,
    presumed: 0,
    laterSignedOut: 0,
  }
  readonly #missed = named()
  readonly #surplus = named()
  readonly #ofVictim = { atRisk: 0, signedOut: 0, lost: 0 }
  readonly #ofOthers = { atRisk: 0, signedOut: 0, lost: 0 }

  constructor(window: FaultWindow, rule: Prediction) {
    this.window = window
    this.#rule = rule
    this.#predicts = predictionRules[rule](window)
    this.#strikes = strikesBy(rule, window)
    this.#turns = new TurnsTally(this.#strikes)
  }

  /** It speaks of this session, and says that it is signed out; also where it is in doubt which came first. */
  predictsOf(session: SessionEnd): boolean {
    const standing = this.#standing(session)
    return (standing === 'atRisk' || standing === 'inFlight') && this.#predicts?.(session) === true
  }

  add(
    session: SessionEnd,
    observed: Observation,
    { culprit, predictedBefore }: { culprit: boolean; predictedBefore: boolean },
  ): void {
    const signedOutBefore = observed.out === true && observed.sinceMs < this.window.fromMs
    const standing = predictedBefore || signedOutBefore ? 'no' : this.#standing(session)
    if (standing === 'later' && culprit) this.#counts.laterSignedOut++
    if (standing === 'inFlight') {
      this.#counts.inFlight++
      if (this.#predicts?.(session)) this.#counts.boundary++
    }
    if (standing === 'atRisk') this.#addAtRisk(session, observed, culprit)
    if (!predictedBefore) this.#turns.add(session, observed, this.predictsOf(session))
  }

  #addAtRisk(session: SessionEnd, { out, lost }: Observation, culprit: boolean): void {
    const predicted = this.#predicts?.(session) === true
    const isAbsent = session.end === 'absent'
    // An absent session whose logout is in doubt is what the prediction says, if it says so; else nobody knows.
    const signedOut = out === null ? predicted && isAbsent : out && culprit
    this.#counts.atRisk++
    if (predicted) this.#counts.predicted++
    if (signedOut) this.#counts.observed++
    if (signedOut && out === null) this.#counts.presumed++
    this.#split(session, signedOut, lost && culprit)
    if (out === null && !signedOut) this.#counts.undecided++
    else if (predicted && !signedOut) this.#missed.add(session.session)
    else if (!predicted && signedOut && this.#predicts) this.#surplus.add(session.session)
  }

  #split({ homeServer }: SessionEnd, signedOut: boolean, lost: boolean): void {
    const side = this.window.victims.includes(homeServer) ? this.#ofVictim : this.#ofOthers
    side.atRisk++
    if (signedOut) side.signedOut++
    if (lost) side.lost++
  }

  #standing(session: SessionEnd): Standing {
    const { loginInvokedMs, loginAtMs, logoutInvokedMs } = session
    const { fromMs, toMs } = this.#strikes.on(session)
    if (loginInvokedMs >= toMs) return 'later'
    if (this.#leftInTime(session)) return 'no'
    if (logoutInvokedMs !== null && logoutInvokedMs < fromMs) return 'no'
    if (loginAtMs >= fromMs || (logoutInvokedMs !== null && logoutInvokedMs < toMs)) return 'inFlight'
    return 'atRisk'
  }

  /** Logged out, and answered so, before the balancer moved anybody. */
  #leftInTime({ logoutInvokedMs, expectation }: SessionEnd): boolean {
    const { balancerKnewMs } = this.window
    if (!movingRules.has(this.#rule) || balancerKnewMs === undefined || logoutInvokedMs === null) return false
    return expectation === 'gone' && logoutInvokedMs < balancerKnewMs
  }

  result(): PredictionResult {
    const { fault, kind, victims } = this.window
    const { fromMs, toMs } = this.#strikes.whole
    const found = {
      fault,
      kind,
      victims,
      rule: this.#rule,
      window: { fromMs, toMs },
      turns: this.#turns.result(),
      ...this.#counts,
      missed: this.#missed.result(),
      surplus: this.#surplus.result(),
      ofVictim: { ...this.#ofVictim },
      ofOthers: { ...this.#ofOthers },
      naiveShare: naiveShare(this.window),
    }
    const verdict = this.#verdict()
    return { ...found, verdict, text: predictionText({ ...found, verdict }) }
  }

  #verdict(): PredictionResult['verdict'] {
    if (!this.#predicts) return 'unpredicted'
    if (this.#missed.count > 0 || this.#surplus.count > 0) return 'notAsPredicted'
    const inDoubt = this.#counts.boundary + this.#counts.undecided
    const known = this.#counts.atRisk > 0 && inDoubt <= mostInDoubt * this.#counts.atRisk
    return known ? 'asPredicted' : 'cannotTell'
  }
}

/**
 * What one who knows only the number of servers takes to be signed out: nobody by an added one; null where it was no web
 * server, or nobody knows how many were up.
 */
function naiveShare({ kind, victims, serversUp }: FaultWindow): number | null {
  if (!serversUp?.length || !victims.every((victim) => victim.startsWith('web-'))) return null
  return kind === 'add' ? 0 : Math.min(1, victims.length / serversUp.length)
}
