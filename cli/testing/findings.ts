import type { Findings } from '../findings.ts'

type Trial = Findings['trials'][number]
type Summary = Findings['summaries'][number]
type Spread = Summary['metrics'][string]

export const trialThat = {
  held: { status: 'complete', validity: 'valid', hypothesis: { deviated: false, tolerances: [] } },
  deviated: { status: 'complete', validity: 'valid', hypothesis: { deviated: true, tolerances: [] } },
  canNotBeJudged: { status: 'complete', validity: 'valid', hypothesis: { deviated: null, tolerances: [] } },
  isInvalid: { status: 'complete', validity: 'invalid', hypothesis: { deviated: true, tolerances: [] } },
  isInconclusive: {
    status: 'complete',
    validity: 'inconclusive',
    hypothesis: { deviated: null, tolerances: [] },
  },
  isSkipped: { status: 'skipped', validity: 'invalid', hypothesis: { deviated: null, tolerances: [] } },
} satisfies Record<string, Trial>

/** Findings of a comparison of two targets. */
export function findingsOf(...trials: Trial[]): Findings {
  return {
    experiment: { status: 'complete', caveats: [] },
    trials,
    summaries: [
      aSummary('sticky', {
        usersSignedOut: [198, 203],
        sessionsLost: [198, 203],
        availability: [0.981, 0.984],
      }),
      aSummary('shared', { usersSignedOut: [0, 0], sessionsLost: [0, 0], availability: [0.9987, 0.9991] }),
    ],
    verdicts: [
      {
        scenario: 'kill-one',
        title: 'Kill one web server',
        question: 'Do users stay logged in when a server dies?',
        headline: 'sticky signed out 198 to 203 users, shared none.',
        sentences: [
          'sticky signed out 198 to 203 users, shared none.',
          'Exactly the sessions that lived on the killed server were lost, in 2 of 2 kills.',
          'Two blocks are exploratory: no verdict.',
        ],
      },
    ],
  }
}

function aSummary(target: string, metrics: Record<string, [min: number, max: number]>): Summary {
  return {
    scenario: 'kill-one',
    target,
    trials: { all: 2, valid: 2, skipped: 0 },
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, ends]) => [name, aSpread(...ends)])),
    faultsThatLost: null,
    predictionHeld: { held: 2, of: 2, cannotTell: 0 },
    cameBack: { back: 2, of: 2 },
    hypothesis:
      target === 'sticky' ? { held: 0, deviated: 2, cannotTell: 0 } : { held: 2, deviated: 0, cannotTell: 0 },
  }
}

function aSpread(min: number, max: number): Spread {
  return { values: [], mean: (min + max) / 2, min, max, interval: null }
}
