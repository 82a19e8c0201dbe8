import { expect, test } from 'vitest'
import type { AutoscalerDescription } from '../../engine/journal/descriptions.ts'
import { autoscalerInWords } from './autoscaler-text.ts'

const autoscaler: AutoscalerDescription = {
  signal: 'requestsPerServer',
  target: 80,
  min: 2,
  max: 4,
  tolerance: 0.1,
  syncMs: 3_000,
  fromMs: 12_000,
  scaleOut: { stabiliseMs: 0, coolDownMs: 0 },
  scaleIn: { pick: 'newest', drainMs: 4_000, stabiliseMs: 9_000, coolDownMs: 0 },
  objective: { availability: 0.99, withinMs: 300 },
}

test('a plan says how servers follow the load, and how long the calibration takes', () => {
  expect(autoscalerInWords({ autoscaler })).toEqual([
    '2 to 4 web servers: every 3 s so many that each gets 80 requests a second, within 10 %',
    'one more: at once; one less: the newest, drained for up to 4 s, when the load has asked for it for 9 s',
    'before the first trial of a target, about 78 s: the highest rate at which 2 to 4 servers answer 99 % within 300 ms',
  ])
})

test('of a share of the CPU, with windows of every kind, and no calibration', () => {
  const { objective: _, ...without } = autoscaler
  const other: AutoscalerDescription = {
    ...without,
    signal: 'cpu',
    target: 0.6,
    scaleOut: { stabiliseMs: 5_000, coolDownMs: 10_000 },
    scaleIn: { pick: 'random', drainMs: null, stabiliseMs: 0, coolDownMs: 20_000 },
  }
  expect(autoscalerInWords({ autoscaler: other })).toEqual([
    '2 to 4 web servers: every 3 s so many that each uses 60 % of its CPU quota, within 10 %',
    'one more: when the load has asked for it for 5 s, 10 s after a change at the earliest; one less: random, without draining, at once, 20 s after a change at the earliest',
  ])
})

test('a scenario whose servers stay says nothing of it', () => {
  expect(autoscalerInWords({})).toEqual([])
})
