import { describe, expect, test } from 'vitest'
import { compare } from './compare.ts'
import { summarise } from './summarise.ts'
import { aRecovery, aTrial, noSessions } from './testing/a-trial.ts'
import { scenario } from './testing/descriptions.ts'
import type { TrialResult } from './trial-result.ts'
import { verdict } from './verdict.ts'

function verdictOf(...trials: TrialResult[]) {
  const targets = [...new Set(trials.map(({ target }) => target))]
  return verdict(scenario, {
    trials,
    summaries: targets.map((target) => summarise(trials, { scenario: scenario.name, target })),
    comparisons: compare(trials, {
      scenario: scenario.name,
      baseline: 'base',
      primary: scenario.primaryMetric,
    }),
  })
}

const trialThatLost = (target: string, lost: number, change: Partial<TrialResult> = {}) =>
  aTrial({
    target,
    sessions: { ...noSessions(), lost, signedOut: lost },
    metrics: { sessionsLost: lost, usersSignedOut: lost, availability: 1 },
    ...change,
  })

describe('the verdict in words', () => {
  test('says who lost what', () => {
    expect(verdictOf(trialThatLost('base', 1), trialThatLost('other', 0)).headline).toBe(
      'base signed out 1 user and lost 1 session; other signed nobody out and lost no session.',
    )
  })

  test('says from how many to how many where trials differ', () => {
    expect(verdictOf(trialThatLost('base', 28), trialThatLost('base', 33, { block: 2 })).headline).toBe(
      'base signed out 28 to 33 users and lost 28 to 33 sessions.',
    )
    expect(verdictOf(trialThatLost('base', 0), trialThatLost('base', 1, { block: 2 })).headline).toBe(
      'base signed out 0 to 1 user and lost 0 to 1 session.',
    )
  })

  test('is short when nobody lost anything', () => {
    expect(verdictOf(trialThatLost('base', 0), trialThatLost('other', 0)).headline).toBe(
      'Nobody was signed out and no session was lost, on base and other.',
    )
  })

  test('names no more than four targets', () => {
    const [one, ...others] = ['base', 'a', 'b', 'c', 'd'].map((target) => trialThatLost(target, 0))
    if (!one) throw new Error('There is none.')
    expect(verdictOf(one, ...others).headline).toBe(
      '5 of 5 architectures signed nobody out and lost no session.',
    )
    const more = [
      trialThatLost('e', 28),
      trialThatLost('f', 33),
      trialThatLost('g', 0, { validity: 'invalid' }),
    ]
    expect(verdictOf(one, ...others, ...more).headline).toBe(
      '5 of 7 architectures signed nobody out and lost no session; 2 signed out 28 to 33 users. Of 1 other it is not known.',
    )
  })

  test('says of how many nothing is known, and does not count those that were not tried', () => {
    const unknown = trialThatLost('a', 0, { validity: 'inconclusive' })
    const skipped = trialThatLost('b', 0, { status: 'skipped', validity: 'invalid' })
    expect(verdictOf(trialThatLost('base', 0), unknown, skipped).headline).toBe(
      'Nobody was signed out and no session was lost, on base. Of 1 other it is not known.',
    )
    expect(verdictOf(trialThatLost('base', 2), unknown, skipped).headline).toMatch(
      /^base signed out 2 users .*\. Of 1 other it is not known\.$/,
    )
  })

  test('names no more than four trials that do not count', () => {
    const bad = [1, 2, 3, 4, 5].map((block) => trialThatLost('base', 1, { block, validity: 'invalid' }))
    expect(verdictOf(...bad).sentences[0]).toBe(
      '5 of 5 trials do not count: b1-base-kill-server (invalid), b2-base-kill-server (invalid), b3-base-kill-server (invalid) and 2 more.',
    )
  })

  test.each([
    ['skipped', 'Not tried: Caddy knows no draining.'],
    ['aborted', 'Cannot tell: every trial was aborted: Caddy knows no draining.'],
    ['failed', 'Cannot tell: no trial of this scenario is valid.'],
  ] as const)('says why there is nothing to tell where every trial was %s', (status, headline) => {
    const trial = (block: number) =>
      trialThatLost('base', 0, { block, status, reason: 'Caddy knows no draining.', validity: 'invalid' })
    expect(verdictOf(trial(1), trial(2)).headline).toBe(headline)
  })

  describe('says which share of the sessions at risk was struck', () => {
    const prediction = {
      fault: 'f1',
      kind: 'roll',
      victims: ['web-1', 'web-2', 'web-3'],
      rule: 'homeOnVictim',
      window: { fromMs: 0, toMs: 1 },
      turns: [],
      atRisk: 10,
      inFlight: 0,
      boundary: 0,
      undecided: 0,
      predicted: 10,
      observed: 10,
      presumed: 0,
      missed: { count: 0, sessions: [] },
      surplus: { count: 0, sessions: [] },
      laterSignedOut: 0,
      ofVictim: { atRisk: 10, signedOut: 10, lost: 10 },
      ofOthers: { atRisk: 0, signedOut: 0, lost: 0 },
      naiveShare: 1,
      verdict: 'asPredicted' as const,
      text: '',
    }
    const toldOf = (...predictions: TrialResult['predictions']) =>
      verdictOf(trialThatLost('base', 10, { predictions })).sentences.join(' ')

    test('beside how many of the servers were', () => {
      expect(toldOf(prediction)).toContain(
        'Signed out were 100 % of the sessions at risk, where 3 of 3 servers were struck: 10 of the victims',
      )
      expect(toldOf(prediction, { ...prediction, fault: 'f2' })).toContain(
        'where 3 of 3 servers were struck each time:',
      )
    })

    test('and no victims’ sessions where a store was struck, which is nobody’s home', () => {
      const ofVictim = { atRisk: 0, signedOut: 0, lost: 0 }
      const ofStore = { ...prediction, victims: ['redis'], naiveShare: null, ofVictim }
      expect(toldOf(ofStore)).toMatch(/Signed out were 100 % of the sessions at risk\./)
    })

    test('and how many fared otherwise than predicted', () => {
      const differs = {
        ...prediction,
        missed: { count: 1, sessions: ['1.1'] },
        surplus: { count: 20, sessions: [] },
        verdict: 'notAsPredicted' as const,
      }
      expect(toldOf(differs)).toContain(
        'in 0 of 1 trial. 1 of the predicted sessions stayed signed in, 20 others were signed out.',
      )
    })

    test('and of how many of them that is presumed', () => {
      expect(toldOf({ ...prediction, presumed: 2 })).toContain(
        "and 0 of the others' 0. 2 of them are gone after a logout that had no clear answer",
      )
    })
  })

  test('gives mean and range where trials differ', () => {
    const { sentences } = verdictOf(trialThatLost('base', 28), trialThatLost('base', 33, { block: 2 }))
    expect(sentences.join(' ')).toContain('users signed out 30.5 (28 to 33), sessions lost 30.5 (28 to 33)')
  })

  test('says of how many trials a mean is where it is not of all', () => {
    const back = (block: number, backMs: number | null) =>
      trialThatLost('base', 0, {
        block,
        recovery: [aRecovery({ backMs })],
        metrics: { usersSignedOut: 0, sessionsLost: 0, backMs },
      })
    expect(verdictOf(back(1, 2_000), back(2, null)).sentences.join(' ')).toContain(
      'time until back 2,000 ms (in 1 of 2 trials)',
    )
  })

  test('says what must be known of the comparison', () => {
    const both = [1, 2].flatMap((block) => [
      trialThatLost('base', 5, { block }),
      trialThatLost('other', 0, { block, position: 2 }),
    ])
    expect(verdictOf(...both).sentences.join(' ')).toMatch(
      /no verdict below 6 blocks\. Every block gave .* one target ran first in every block/,
    )
  })

  test('says nothing of a hypothesis that is none, and of no fault where only the autoscaler did something', () => {
    const fault = { kind: 'add', title: 'add', victim: 'web-4', plannedAtMs: 1, steps: [], reason: '' }
    const added = { ...fault, fault: 'scale-1', verdict: 'confirmed' as const, by: 'autoscaler' as const }
    const told = verdictOf(trialThatLost('base', 0, { faults: [added] })).sentences.join(' ')
    expect(told).not.toMatch(/hypothesis|with a fault/)
  })

  test('leaves out trials that do not count, and says so first', () => {
    const { headline, sentences } = verdictOf(
      trialThatLost('base', 30),
      trialThatLost('base', 99, { block: 2, validity: 'invalid' }),
    )
    expect(sentences[0]).toBe('1 of 2 trials does not count: b2-base-kill-server (invalid).')
    expect(headline).toBe('base signed out 30 users and lost 30 sessions.')
  })

  test('tells those that were skipped apart, with the reason', () => {
    const skipped = trialThatLost('other', 0, {
      status: 'skipped',
      validity: 'invalid',
      reason: 'target "other" has no store',
    })
    expect(verdictOf(trialThatLost('base', 0), skipped).sentences.slice(0, 2)).toEqual([
      '1 valid trial.',
      'Skipped, other: target "other" has no store.',
    ])
  })

  test('tells nothing when no trial counts', () => {
    const { headline, sentences } = verdictOf(trialThatLost('base', 30, { validity: 'inconclusive' }))
    expect(headline).toBe('Cannot tell: no trial of this scenario is valid.')
    expect(sentences).toEqual(['1 of 1 trial does not count: b1-base-kill-server (inconclusive).'])
  })

  test('says what the CPU ratio does not mean', () => {
    const costly = (target: string, cpu: number) =>
      trialThatLost(target, 0, { metrics: { cpuSecondsPer1000Ok: cpu } })
    expect(verdictOf(costly('base', 1), costly('other', 1.5)).sentences.at(-1)).toBe(
      'On one host, other used 1.5× the CPU per operation of base (1 block); this says nothing about latency over a network or about saturation.',
    )
  })

  test('counts after how many faults the service was back', () => {
    const back = (backMs: number | null) => ({ recovery: [aRecovery({ backMs })] })
    const { sentences } = verdictOf(
      trialThatLost('base', 1, back(2_000)),
      trialThatLost('base', 1, { block: 2, ...back(null) }),
    )
    expect(sentences.join(' ')).toContain('It was back in the band of the baseline after 1 of 2 faults.')
    const again = verdictOf(trialThatLost('base', 1, { recovery: [aRecovery({ relapses: 1 })] })).sentences
    expect(again.join(' ')).toContain('after 1 of 1 fault, and left it again 1 time.')
  })
})
