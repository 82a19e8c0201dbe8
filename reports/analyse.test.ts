import { describe, expect, test } from 'vitest'
import type { JournalRecord } from '../engine/journal/records.ts'
import { experimentResult } from './result.ts'
import { anAnalysis } from './testing/an-analysis.ts'
import { syntheticTrial } from './testing/synthetic-trial.ts'

async function trialOf(...options: Parameters<typeof syntheticTrial>) {
  const { result, data } = await anAnalysis(syntheticTrial(...options))
  const [[trial], [series]] = [result.trials, data.trials]
  if (!trial || !series) throw new Error('the synthetic trial was not analysed')
  return { trial, series }
}

describe('a killed server whose sessions are in its memory', async () => {
  const { trial, series } = await trialOf()

  test('is a valid trial that deviates from its hypothesis', () => {
    expect(trial).toMatchObject({
      id: 'b1-stateful-sticky-kill-server',
      journal: 'trials/b1-stateful-sticky-kill-server/journal.ndjson',
      status: 'complete',
      missing: [],
      validity: 'valid',
      hypothesis: { deviated: true },
    })
    expect(trial.hypothesis.tolerances).toEqual([
      { metric: 'sessionsLost', atMost: 0, atLeast: null, observed: 100, held: false },
      { metric: 'wrong', atMost: 0, atLeast: null, observed: 0, held: true },
    ])
  })

  test('balances its ledger', () => {
    // 30 s of 300 operations, and the census of 300 sessions and 100 that logged in again.
    expect(trial.ledger).toEqual({
      scheduled: 9_400,
      dropped: 0,
      sent: 9_400,
      ok: 9_100,
      wrong: 0,
      rejected: 200,
      failed: 0,
      refused: 0,
      reset: 90,
      timedOut: 10,
      unfinished: 0,
      residual: 0,
    })
    expect(trial.phases.warmUp).toMatchObject({ scheduled: 600, ok: 600, residual: 0 })
    expect(trial.phases.measured).toMatchObject({ scheduled: 8_400, ok: 8_200, missing: 100, residual: 0 })
    expect(trial.phases.census).toMatchObject({ scheduled: 400, ok: 300, missing: 100, residual: 0 })
  })

  test('loses the sessions of the victim and no other', () => {
    expect(trial.sessions).toMatchObject({
      total: 400,
      must: 400,
      lost: 100,
      signedOut: 100,
      fates: { lost: 100, survived: 300 },
      anomalies: { missing: 400 },
      dataSurvival: { share: 0.75, low: 0.75, high: 0.75 },
      userSurvival: { share: 0.75, low: 0.75, high: 0.75 },
    })
    expect(trial.predictions).toMatchObject([
      {
        fault: 'f1',
        rule: 'homeOnVictim',
        atRisk: 298,
        boundary: 2,
        predicted: 98,
        observed: 98,
        missed: { count: 0 },
        surplus: { count: 0 },
        naiveShare: 1 / 3,
        verdict: 'asPredicted',
      },
    ])
  })

  test('has one time line, whichever clock an instant was read from', () => {
    expect(trial.faults).toMatchObject([
      { fault: 'f1', victim: 'web-2', verdict: 'confirmed', plannedAtMs: 10_000 },
    ])
    expect(trial.faults[0]?.steps.map(({ step, atMs }) => [step, atMs])).toEqual([
      ['planned', 10_000],
      ['requested', 10_002],
      ['observed', 10_040],
      ['acknowledged', 10_090],
      ['detected', 11_000],
    ])
  })

  test('is back when five seconds in a row are in the band of the baseline', () => {
    expect(trial.baseline).toEqual({
      fromMs: 2_000,
      toMs: 10_000,
      windows: 8,
      availability: 1,
      bandLow: 0.99,
    })
    expect(trial.recovery).toEqual([
      {
        fault: 'f1',
        onsetAtMs: 10_040,
        horizonAtMs: 30_000,
        detectedMs: 960,
        // The first of the signed-out users logs in again at 12,000.
        firstSuccessMs: 1_960,
        leftBand: true,
        backMs: 1_960,
        relapses: 0,
        deficitOperations: 200,
        deficitSeconds: 200 / 300,
      },
    ])
    // 5,800 of the 6,000 operations from the fault on.
    expect(trial.availability).toBeCloseTo(5_800 / 6_000, 12)
  })

  test('counts what failed as infinitely slow', () => {
    const afterFault = trial.latency.find(({ window }) => window === 'afterFault')
    expect(afterFault).toMatchObject({ operations: 6_000, notOkShare: 200 / 6_000 })
    expect(afterFault?.response.map(({ q, status }) => [q, status])).toEqual([
      [0.5, 'value'],
      [0.9, 'value'],
      [0.95, 'value'],
      [0.99, 'infinite'],
      [0.999, 'tooFew'],
    ])
    expect(afterFault?.response[0]?.ms).toBeCloseTo(5, 1)
    expect(afterFault?.serviceOfOk[0]?.ms).toBeCloseTo(4, 1)
  })

  test('costs what its services used, the generator apart', () => {
    // From 2.5 s to 29.5 s: haproxy 0.1 and two servers 0.2 of a core for 27 s, 8,200 ok in 28 s.
    const ok = (8_200 * 27) / 28
    expect(trial.cost?.cpuSecondsPer1000Ok).toBeCloseTo((0.5 * 27 * 1_000) / ok, 9)
    expect(trial.cost?.memoryBytesPerSession).toBeCloseTo(140e6 / 300, 6)
    expect(trial.cost?.services.find(({ service }) => service === 'traffic')?.role).toBe('generator')
  })

  test('shares the load evenly before, and among the two that are left after', () => {
    expect(trial.imbalance).toMatchObject([
      { window: 'measured', answers: { 'web-1': 3_700, 'web-2': 800, 'web-3': 3_700 } },
      { window: 'baseline', maxOverMean: 1, coefficientOfVariation: 0, affinityShare: 1 },
      { window: 'afterFault', answers: { 'web-1': 2_900, 'web-3': 2_900 }, maxOverMean: 1 },
    ])
  })

  test('has a series second by second', () => {
    expect(series.seconds).toHaveLength(30)
    expect(series.seconds[1]).toMatchObject({ phase: 'warmUp', ok: 300, availability: 1 })
    expect(series.seconds[10]).toMatchObject({ phase: 'measured', ok: 200, reset: 90, timedOut: 10 })
    expect(series.seconds[10]?.serversUp).toEqual(['web-1', 'web-2', 'web-3'])
    expect(series.seconds[11]).toMatchObject({ rejected: 100, missing: 100, serversUp: ['web-1', 'web-3'] })
  })

  test('has a survival curve, and bounds for when the loss happened', () => {
    const last = <Point>(points: Point[] = []) => points.at(-1)
    expect(last(series.survival?.signedOut)?.share).toBeCloseTo(2 / 3, 9)
    // 98 were last seen at 9,000; the two that logged in during the kill were never seen after it.
    const [first, second] = series.survival?.lostEarliest ?? []
    expect(first).toMatchObject({ atMs: 9_000, atRisk: 298 })
    expect(first?.share).toBeCloseTo(200 / 298, 9)
    expect(second).toMatchObject({ atMs: 10_020.001, atRisk: 202 })
    expect(series.survival?.lostLatest[0]?.atMs).toBe(11_000)
  })
})

describe('a killed server whose sessions are in a store', async () => {
  const { trial, series } = await trialOf({ target: 'stateless-redis' })

  test('loses no session, and its hypothesis holds', () => {
    expect(trial).toMatchObject({
      validity: 'valid',
      sessions: { must: 300, lost: 0, signedOut: 0, dataSurvival: { share: 1 }, userSurvival: { share: 1 } },
      hypothesis: { deviated: false },
      ledger: { residual: 0 },
    })
    expect(series.survival).toEqual({ signedOut: [], lostEarliest: [], lostLatest: [] })
  })

  test('serves a session from any server', () => {
    expect(trial.imbalance[1]).toMatchObject({ window: 'baseline', affinityShare: 1 / 3 })
  })

  test('was predicted to', () => {
    expect(trial.predictions).toMatchObject([
      { rule: 'nobody', predicted: 0, observed: 0, boundary: 0, inFlight: 2, verdict: 'asPredicted' },
    ])
  })

  test('is back in the second after', () => {
    expect(trial.recovery).toMatchObject([{ backMs: 960, deficitOperations: 10, firstSuccessMs: null }])
  })
})

test('what failed answers said is added up over the frames, the most frequent first', async () => {
  const journal = syntheticTrial().map((record) =>
    record.type === 'frame' && !record.final
      ? { ...record, complaints: { '503 redis is away': 2, [`502 of second ${record.sequence % 2}`]: 1 } }
      : record,
  )
  const { result } = await anAnalysis(journal)
  const frames = journal.filter((record) => record.type === 'frame' && !record.final).length
  expect(result.trials[0]?.complaints).toEqual([
    { text: '503 redis is away', count: 2 * frames },
    { text: '502 of second 0', count: frames / 2 },
    { text: '502 of second 1', count: frames / 2 },
  ])
})

test('two sessions on the boundary of 88 are too many to tell whether the prediction held', async () => {
  const { trial } = await trialOf({ usersPerServer: 30 })
  expect(trial.sessions).toMatchObject({ lost: 30 })
  expect(trial.predictions).toMatchObject([
    { atRisk: 88, boundary: 2, predicted: 28, observed: 28, verdict: 'cannotTell' },
  ])
})

test('what is not known of the clocks widens the window of a fault', async () => {
  const { trial } = await trialOf({ clockUncertaintyMs: 10 })
  expect(trial.predictions[0]?.window).toEqual({ fromMs: 9_992, toMs: 10_050 })
})

describe('an experiment', async () => {
  const blocks = 6
  const journals = Array.from({ length: blocks }, (_, index) => index + 1).flatMap((block) => [
    syntheticTrial({ block, blocks, position: 1 + (block % 2) }),
    syntheticTrial({
      block,
      blocks,
      position: 2 - (block % 2),
      target: 'stateless-redis',
      webCpu: 0.2 + block / 100,
    }),
  ])
  const { result } = await anAnalysis(...journals)

  test('is what its schema says', () => {
    expect(experimentResult.parse(JSON.parse(JSON.stringify(result)))).toEqual(result)
  })

  test('knows itself, and what it ran on', () => {
    expect(result.experiment).toMatchObject({
      id: '2026-01-31T101500Z-kill-server',
      blocks: 6,
      baseline: 'stateful-sticky',
      status: 'complete',
      invalid: [],
      environment: { cpus: 2, docker: '20.10.24' },
    })
    expect(result.trials).toHaveLength(12)
  })

  test('calls the targets different in the primary metric', () => {
    const primary = result.comparisons.filter((each) => each.primary)
    expect(primary).toMatchObject([
      {
        target: 'stateless-redis',
        metric: 'usersSignedOut',
        scale: 'difference',
        effect: { estimate: -100, p: 1 / 32 },
        pHolm: 1 / 32,
        verdict: 'different',
      },
    ])
  })

  test('gives all else as intervals for orientation', () => {
    const cpu = result.comparisons.find(({ metric }) => metric === 'cpuSecondsPer1000Ok')
    expect(cpu).toMatchObject({ scale: 'ratio', primary: false, pHolm: null, verdict: 'orientation' })
    expect(cpu?.effect.low).toBeGreaterThan(1)
  })

  test('says of faults, not of sessions, how sure it is', () => {
    const [stateful, stateless] = result.summaries
    expect(stateful).toMatchObject({ target: 'stateful-sticky', faultsThatLost: { lost: 6, of: 6 } })
    expect(stateless?.faultsThatLost?.text).toBe(
      '0 of 6 trials with a fault lost a session: at most 39.3 % of such faults would (one-sided 95 %).',
    )
    expect(stateless).toMatchObject({ predictionHeld: { held: 6, of: 6, cannotTell: 0 } })
  })

  test('has its verdict in words', () => {
    expect(result.verdicts).toHaveLength(1)
    expect(result.verdicts[0]?.headline).toBe(
      'stateful-sticky signed out 100 users and lost 100 sessions; stateless-redis signed nobody out and lost no session.',
    )
    expect(result.verdicts[0]?.sentences).toContain('12 valid trials.')
    expect(result.verdicts[0]?.sentences).toContain(
      'Users signed out, stateless-redis − stateful-sticky: −100 [−100, −100] (6 blocks, p = 0.031): different. Every block gave the same value: the interval has no width and says nothing about other faults.',
    )
  })
})

test('a server that is called down though nobody struck it has its own users’ sign-outs put down to that', async () => {
  const records = syntheticTrial().filter(({ type }) => type !== 'fault' && type !== 'verdict')
  const startUnixMs = records.find((record) => record.type === 'start')?.unixMs ?? 0
  const called = (status: 'up' | 'down', atMs: number): JournalRecord => ({
    type: 'health',
    at: startUnixMs + atMs,
    server: 'web-2',
    status,
    unixMs: startUnixMs + atMs,
  })
  const at = records.findIndex(({ type }) => type === 'drained')
  const { result } = await anAnalysis(records.toSpliced(at, 0, called('down', 10_500), called('up', 20_000)))
  expect(result.trials.map(({ calledDown }) => calledDown)).toEqual([
    [{ server: 'web-2', fromMs: 10_500, toMs: 20_000, reason: null, signedOut: 100 }],
  ])
  expect(result.experiment.caveats.join('\n')).toContain('web-2 (1 time, 100 users signed out meanwhile')
})
