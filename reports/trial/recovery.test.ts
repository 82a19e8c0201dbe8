import { describe, expect, test } from 'vitest'
import type { FaultResult } from '../trial-result.ts'
import { FrameTotals } from './frame-totals.ts'
import { baselineOf, recoveryOf } from './recovery.ts'

/** Frames of a load of 100 operations a second unless told, so many of which are ok in each second. */
function framesOf(...seconds: (number | [ok: number, scheduled: number])[]): FrameTotals {
  const frames = new FrameTotals()
  seconds.forEach((counts, second) => {
    const [ok, scheduled] = typeof counts === 'number' ? [counts, 100] : counts
    frames.add({
      type: 'frame',
      sequence: second,
      fromMs: second * 1_000,
      toMs: second * 1_000 + 1_000,
      final: false,
      cells: [
        {
          second,
          phase: 'measured',
          operation: 'read',
          counts: { scheduled, sent: scheduled, ok, failed: scheduled - ok },
        },
      ],
      latencies: [],
      servers: {},
      affinity: { home: 0, elsewhere: 0 },
      sessions: { must: 0, may: 0, gone: 0, signedOut: 0 },
      inFlight: 0,
      queued: 0,
      notOk: [],
    })
  })
  return frames
}

function kill(fault: string, steps: [FaultResult['steps'][number]['step'], number][]): FaultResult[] {
  return [
    {
      fault,
      kind: 'kill',
      title: 'kill one of web',
      victim: 'web-2',
      plannedAtMs: 0,
      steps: steps.map(([step, atMs]) => ({ step, atMs, detail: null })),
      verdict: 'confirmed',
      reason: '',
    },
  ]
}

const constant = [{ atMs: 0, perSecond: 100 }]

function recovered(frames: FrameTotals, begun: FaultResult[][], baselineMs: number, rate = constant) {
  const endMs = frames.lastMs
  const windows = {
    baseline: { fromMs: 0, toMs: baselineMs },
    afterFault: { fromMs: baselineMs, toMs: endMs },
    measured: { fromMs: 0, toMs: endMs },
  }
  return recoveryOf(frames, baselineOf(frames, windows), { begun, endMs, rate })
}

describe('recovery from a fault', () => {
  test('counts from the daemon’s event, not from the request', () => {
    const frames = framesOf(100, 100, 40, 100, 100, 100, 100, 100)
    const fault = kill('f1', [
      ['requested', 2_000],
      ['observed', 2_400],
      ['detected', 2_900],
    ])
    expect(recovered(frames, [fault], 2_000)).toMatchObject([
      { onsetAtMs: 2_400, detectedMs: 500, backMs: 600, deficitOperations: 60, deficitSeconds: 0.6 },
    ])
  })

  // 60 of 200 that were due in one second, and 30 of 100 in another: 0.3 s each, whatever the rate of the trial.
  test('counts seconds of outage by what was due in each, where the rate moves', () => {
    const frames = framesOf(100, 100, [140, 200], [70, 100], 100, 100, 100, 100, 100)
    const fault = kill('f1', [['observed', 2_000]])
    const rate = [
      { atMs: 2_000, perSecond: 100 },
      { atMs: 2_000, perSecond: 200 },
      { atMs: 3_000, perSecond: 200 },
      { atMs: 3_000, perSecond: 100 },
    ]
    const [recovery] = recovered(frames, [fault], 2_000, rate)
    expect(recovery).toMatchObject({ deficitOperations: 90, backMs: 2_000 })
    expect(recovery?.deficitSeconds).toBeCloseTo(0.6)
  })

  test('counts from the API’s answer where the daemon reported nothing', () => {
    const frames = framesOf(100, 100, 40, 100, 100, 100, 100, 100)
    const fault = kill('f1', [
      ['requested', 2_000],
      ['acknowledged', 2_100],
    ])
    expect(recovered(frames, [fault], 2_000)).toMatchObject([{ onsetAtMs: 2_100, detectedMs: null }])
  })

  test('is judged up to the next fault, each against the baseline before the first', () => {
    const frames = framesOf(100, 100, 40, 100, 100, 100, 100, 100, 70, 100, 100)
    const found = recovered(
      frames,
      [kill('f1', [['observed', 2_000]]), kill('f2', [['observed', 8_000]])],
      2_000,
    )
    expect(found).toMatchObject([
      { fault: 'f1', horizonAtMs: 8_000, backMs: 1_000, deficitOperations: 60 },
      // Two good seconds are not five.
      { fault: 'f2', horizonAtMs: 11_000, backMs: null, deficitOperations: 30 },
    ])
  })

  test('without a baseline can’t be judged', () => {
    const found = recovered(framesOf(100, 40, 100), [kill('f1', [['observed', 500]])], 0)
    expect(found).toMatchObject([{ leftBand: null, backMs: null, deficitOperations: null }])
  })
})
