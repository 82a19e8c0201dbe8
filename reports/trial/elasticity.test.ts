import { describe, expect, test } from 'vitest'
import { anAnalysis } from '../testing/an-analysis.ts'
import { autoscaledTrial, capacity } from '../testing/autoscaled-trial.ts'
import { syntheticTrial } from '../testing/synthetic-trial.ts'

const only = async (...journals: Parameters<typeof anAnalysis>) => {
  const { result, data } = await anAnalysis(...journals)
  const [trial] = result.trials
  const [series] = data.trials
  if (!trial || !series) throw new Error('There is no trial.')
  return { trial, series, result }
}

describe('a trial with an autoscaler', async () => {
  const { trial, series } = await only(autoscaledTrial())

  test('says how the servers followed the load, over the 28 s that are measured', () => {
    // 11.5 to 18 s: 2 of 3 servers; 20.5 to 25 s: 3 where 2 are demanded.
    expect(trial.elasticity).toMatchObject({
      fromMs: 2_000,
      toMs: 30_000,
      doubt: null,
      servers: { min: 2, max: 3 },
      adaptations: 2,
      capacity,
      objective: { availability: 0.99, withinMs: 250 },
    })
    expect(trial.elasticity?.underAccuracy).toBeCloseTo(6.5 / 3 / 28, 9)
    expect(trial.elasticity?.overAccuracy).toBeCloseTo(4.5 / 2 / 28, 9)
    expect(trial.elasticity?.underTimeShare).toBeCloseTo(6.5 / 28, 9)
    expect(trial.elasticity?.overTimeShare).toBeCloseTo(4.5 / 28, 9)
    expect(trial.elasticity?.adaptationsPerMinute).toBeCloseTo(2 / (28 / 60), 9)
  })

  test('puts the sessions that were lost down to the scale-in that took their server', () => {
    // Two of the hundred of web-2 log in while it is taken out.
    expect(trial.elasticity?.scaleIns).toEqual([
      {
        fault: 'scale-1',
        victims: ['web-2'],
        atMs: 6_000,
        drained: true,
        drainMs: 4_000,
        signedOut: 98,
        lost: 98,
      },
    ])
  })

  test('has the hottest server beside the mean, the idle newcomer among them', () => {
    // 100 answers a second each of web-1 and web-3, and none of web-4: 1.5 times the mean, from 22 s on.
    expect(trial.elasticity?.maxOverMean?.highest).toBeCloseTo(1.5, 9)
  })

  test('lists what the autoscaler did as the faults that they are, and recovers from none of them', () => {
    expect(trial.faults).toMatchObject([
      {
        fault: 'scale-1',
        kind: 'drain',
        title: 'drain the newest of web',
        by: 'autoscaler',
        verdict: 'confirmed',
      },
      { fault: 'scale-2', kind: 'add', title: 'add a web server', by: 'autoscaler', verdict: 'confirmed' },
    ])
    expect(trial.recovery).toEqual([])
  })

  test('has its baseline before servers begin to follow the load', () => {
    // The warm-up ends at 2 s, the autoscaler begins at 5 s: three seconds at 100 a second.
    const before = trial.imbalance.find(({ window }) => window === 'baseline')
    const after = trial.imbalance.find(({ window }) => window === 'afterFault')
    const answers = (of: typeof before) =>
      Object.values(of?.answers ?? {}).reduce((sum, count) => sum + count, 0)
    expect([answers(before), answers(after)].map((count) => count > 0)).toEqual([true, true])
    expect(answers(before) / (answers(before) + answers(after))).toBeCloseTo(3 / 28, 1)
  })

  test('has rate, demand and supply by the second', () => {
    const at = (second: number) => {
      const { ratePerSecond, serversDemanded, serversUp } = series.seconds[second] ?? {}
      return [ratePerSecond, serversDemanded, serversUp?.length]
    }
    expect([at(5), at(17), at(18), at(26)]).toEqual([
      [300, 3, 3],
      [225, 3, 2],
      [215, 2, 2],
      [310, 3, 3],
    ])
  })
})

test('without a calibration nothing is told of the demand', async () => {
  const { trial } = await only(autoscaledTrial({ calibrated: false }))
  expect(trial.elasticity).toMatchObject({
    underAccuracy: null,
    underTimeShare: null,
    adaptations: 2,
    doubt: expect.stringContaining('was not measured'),
  })
})

test('a load above all that was calibrated is left out, and said', async () => {
  const records = autoscaledTrial().map((record) =>
    record.type === 'capacity' ? { ...record, points: capacity.slice(0, 2) } : record,
  )
  const { trial } = await only(records)
  // Above 220 a second: until 18 s, and from 25 s on.
  expect(trial.elasticity?.doubt).toMatch(
    /^For 21\.0 s the load was more than any number of servers up to 2 /,
  )
  expect(trial.elasticity?.overTimeShare).toBeCloseTo(4.5 / 7, 9)
})

test('a trial without an autoscaler has nothing of the kind', async () => {
  const { trial } = await only(syntheticTrial())
  expect(trial.elasticity).toBeNull()
})
