import { relative, sep } from 'node:path'
import type { SurvivalCurves, TrialData } from '../data.ts'
import { type Measured, metrics } from '../metrics.ts'
import { PredictionTally } from '../prediction/prediction-tally.ts'
import { faultWindow } from '../prediction/window.ts'
import type { CalledDownResult, RecoveryResult, TrialResult } from '../trial-result.ts'
import { CalledDownTally, calledDownIn } from './called-down.ts'
import { missingFrom, statusOf } from './completeness.ts'
import { costOf } from './cost.ts'
import { ledgerOf, subcountsOf, sumOfCounts } from './counts.ts'
import { elasticityIn, serversOverTime } from './elasticity.ts'
import { faultsBegun, faultsOf } from './faults.ts'
import { FirstSuccess } from './first-success.ts'
import { judgeHypothesis } from './hypothesis.ts'
import { imbalanceOf } from './imbalance.ts'
import { latencyOf } from './latency.ts'
import { type LoadClock, loadClock } from './load-clock.ts'
import { availabilityIn, baselineOf, recoveryOf } from './recovery.ts'
import { requestLogOf } from './request-log.ts'
import { secondsOfTrial } from './seconds.ts'
import { SessionTally } from './session-tally.ts'
import { SurvivalTally } from './survival-tally.ts'
import { sessionsOf, type TrialRecords } from './trial-records.ts'
import { validityOf } from './validity.ts'
import { type TrialWindows, trialWindows } from './windows.ts'

/** Everything that is reported of one trial, from its journal. `folder` is the experiment's. */
export async function analyseTrial(
  records: TrialRecords,
  journal: string,
  folder: string,
): Promise<{ result: TrialResult; data: TrialData }> {
  const clock = loadClock(records)
  const windows = clock ? trialWindows(records) : null
  const servers = clock ? serversOverTime(records, clock) : { demand: [], supply: [] }
  const measured = measureLoad(records, clock, windows)
  const census = await takeCensus(records, { journal, clock, ...measured })
  const { faults } = measured
  const { predictions } = census.results
  const trial: Measured = {
    ...identity(records),
    journal: relative(folder, journal).split(sep).join('/'),
    ...measured,
    warnings: records.warnings.map(({ code, message }) => ({ code, message })),
    ...census.results,
    elasticity:
      windows && clock ? elasticityIn(records, { clock, windows, servers, faults, predictions }) : null,
  }
  const validity = validityOf(records, trial)
  return {
    result: {
      ...trial,
      ...validity,
      metrics: Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, metric.of(trial)])),
      hypothesis: judgeHypothesis(records.trial.scenario.hypothesis, trial, validity.validity),
    },
    data: {
      trial: records.trial.trial,
      seconds: clock ? secondsOfTrial(records, clock, servers) : [],
      survival: census.survival,
      servers,
      sessions: () => sessionsOf(journal),
    },
  }
}

function identity(records: TrialRecords) {
  const { trial, start, stack, servers } = records
  const replays = servers.flatMap((server) => server.replays ?? [])
  return {
    id: trial.trial,
    block: trial.block,
    position: trial.position,
    target: trial.target.name,
    scenario: trial.scenario.name,
    trafficSeed: trial.trafficSeed,
    ...statusOf(records),
    missing: missingFrom(records),
    loadStartedAt: start ? new Date(start.unixMs).toISOString() : null,
    loadMs: start ? Math.min(trial.scenario.durationMs, records.frames.lastMs) : null,
    complaints: [...records.frames.complaints]
      .map(([text, count]) => ({ text, count }))
      .sort((a, b) => b.count - a.count),
    replays: replays.length === 0 ? null : replays.reduce((sum, count) => sum + count, 0),
    versions: stack?.versions ?? {},
    policy: stack?.policy ?? {},
  }
}

/** What the frames and the engine's own records say; sessions come later. */
function measureLoad(records: TrialRecords, clock: LoadClock | undefined, windows: TrialWindows | null) {
  const { frames, trial } = records
  const all = sumOfCounts(Object.values(frames.phases))
  const { warmUp, measured, census } = frames.phases
  const faults = faultsOf(records, clock)
  const baseline = windows && baselineOf(frames, windows)
  return {
    ledger: ledgerOf(all),
    subcounts: subcountsOf(all),
    phases: {
      warmUp: { ...ledgerOf(warmUp), ...subcountsOf(warmUp) },
      measured: { ...ledgerOf(measured), ...subcountsOf(measured) },
      census: { ...ledgerOf(census), ...subcountsOf(census) },
    },
    faults,
    baseline,
    availability: windows && availabilityIn(frames, windows.afterFault ?? windows.measured),
    recovery:
      windows && baseline
        ? recoveryOf(frames, baseline, {
            begun: faultsBegun(faults.filter(({ by }) => by === undefined)),
            endMs: windows.measured.toMs,
            rate: trial.scenario.rate,
          })
        : [],
    latency: windows ? latencyOf(frames, windows) : [],
    cost: windows && clock ? costOf(records, clock, windows) : null,
    imbalance: windows ? imbalanceOf(frames, windows, trial.scenario) : [],
    requestLog: windows && clock ? requestLogOf(records.requestLogs, clock, windows) : [],
    calledDown: clock ? calledDownIn(records, clock, faults) : [],
  }
}

interface Census {
  results: Pick<TrialResult, 'sessions' | 'predictions' | 'recovery' | 'calledDown'>
  survival: SurvivalCurves | null
}

/** One pass over the sessions for all that is counted of them. */
async function takeCensus(
  records: TrialRecords,
  {
    journal,
    clock,
    faults,
    recovery,
    calledDown,
  }: {
    journal: string
    clock: LoadClock | undefined
    faults: TrialResult['faults']
    recovery: RecoveryResult[]
    calledDown: CalledDownResult[]
  },
): Promise<Census> {
  if (!clock || records.sessions === 0) {
    return { results: { sessions: null, predictions: [], recovery, calledDown }, survival: null }
  }
  const addresses = records.traffic?.addresses ?? 0
  const windows = faultsBegun(faults).map((victims) =>
    faultWindow(victims, { balancers: records.balancers, clock, addresses }),
  )
  const predictions = new PredictionTally(windows, records.trial.target)
  const sessions = new SessionTally()
  const survival = new SurvivalTally(records.trial.scenario)
  const firstSuccess = new FirstSuccess(recovery)
  const called = new CalledDownTally(calledDown)
  for await (const session of sessionsOf(journal)) {
    sessions.add(session)
    survival.add(session)
    called.add(session)
    firstSuccess.add(session, predictions.add(session))
  }
  return {
    results: {
      sessions: sessions.result(),
      predictions: predictions.results(),
      recovery: firstSuccess.applyTo(recovery),
      calledDown: called.results(),
    },
    survival: survival.curves(),
  }
}
