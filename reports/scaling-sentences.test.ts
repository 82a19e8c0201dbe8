import { expect, test } from 'vitest'
import type { ElasticityResult, ScaleInResult } from './elasticity-result.ts'
import { scalingSentences } from './scaling-sentences.ts'
import { summarise } from './summarise.ts'
import { aTrial } from './testing/a-trial.ts'

const scaleIn = (signedOut: number | null, lost: number | null): ScaleInResult => ({
  fault: 'scale-1',
  victims: ['web-2'],
  atMs: 6_000,
  drained: false,
  drainMs: null,
  signedOut,
  lost,
})

function told(scaleIns: ScaleInResult[], metrics: Record<string, number> = {}): string {
  const elasticity: ElasticityResult = {
    fromMs: 0,
    toMs: 10_000,
    doubt: null,
    underAccuracy: null,
    overAccuracy: null,
    underTimeShare: null,
    overTimeShare: null,
    adaptations: scaleIns.length,
    adaptationsPerMinute: 0,
    servers: null,
    maxOverMean: null,
    speedUp: null,
    scaleIns,
    capacity: [],
    objective: null,
  }
  const trials = [aTrial({ elasticity, metrics })]
  return scalingSentences(summarise(trials, { scenario: 'kill-server', target: 'base' }), trials).join(' ')
}

test('servers that followed the load are told by the time in which they did not, and by what their going cost', () => {
  expect(told([scaleIn(1, 0), scaleIn(0, 1)], { tooFewServers: 0.2, tooManyServers: 0 })).toBe(
    'There were too few servers for 20 % of the time and too many for 0 %. In all, 2 scale-ins signed out 1 user and lost 1 session.',
  )
})

test('what is not known is no number', () => {
  expect(told([scaleIn(3, null)])).toBe(
    'There were too few servers for an unknown share of the time and too many for an unknown share. In all, 1 scale-in signed out 3 users and lost an unknown number of sessions.',
  )
})

test('where no server was taken away, nothing was lost by it', () => {
  expect(told([])).toMatch(/No server was taken away\.$/)
})

test('without an autoscaler there is nothing to say', () => {
  const trials = [aTrial()]
  expect(scalingSentences(summarise(trials, { scenario: 'kill-server', target: 'base' }), trials)).toEqual([])
})
