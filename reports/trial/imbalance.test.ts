import { expect, test } from 'vitest'
import type { Frame } from '../../engine/journal/traffic-records.ts'
import { FrameTotals } from './frame-totals.ts'
import { imbalanceOf } from './imbalance.ts'

const windows = {
  measured: { fromMs: 0, toMs: 2_000 },
  baseline: { fromMs: 0, toMs: 1_000 },
  afterFault: { fromMs: 1_000, toMs: 2_000 },
}

function frame(second: number, servers: Frame['servers']): Frame {
  return {
    type: 'frame',
    sequence: second,
    fromMs: second * 1_000,
    toMs: (second + 1) * 1_000,
    final: false,
    cells: [],
    latencies: [],
    servers,
    affinity: { home: 0, elsewhere: 0 },
    sessions: { must: 0, may: 0, gone: 0, signedOut: 0 },
    inFlight: 0,
    queued: 0,
    notOk: [],
  }
}

test('a server that answers nobody counts before anything happens; one that is gone does not afterwards', () => {
  const frames = new FrameTotals()
  frames.add(frame(0, { 'web-1': 60, 'web-2': 30 }))
  frames.add(frame(1, { 'web-1': 50, 'web-2': 50 }))
  const [, baseline, afterFault] = imbalanceOf(frames, windows, { servers: 3 })
  expect(baseline).toMatchObject({ answers: { 'web-1': 60, 'web-2': 30, 'web-3': 0 }, maxOverMean: 2 })
  expect(afterFault).toMatchObject({ answers: { 'web-1': 50, 'web-2': 50 }, maxOverMean: 1 })
})
