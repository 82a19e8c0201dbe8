import { ledgerOf, noCounts, subcountsOf } from '../trial/counts.ts'
import type { RecoveryResult, TrialResult } from '../trial-result.ts'

/** A valid trial in which nothing happened; `change` says what did. */
export function aTrial(change: Partial<TrialResult> = {}): TrialResult {
  const none = { ...ledgerOf(noCounts()), ...subcountsOf(noCounts()) }
  const { target = 'base', block = 1 } = change
  return {
    id: `b${block}-${target}-kill-server`,
    journal: `trials/b${block}-${target}-kill-server/journal.ndjson`,
    block,
    position: 1,
    target,
    scenario: 'kill-server',
    trafficSeed: 1,
    status: 'complete',
    reason: null,
    missing: [],
    validity: 'valid',
    validityReasons: [],
    warnings: [],
    loadStartedAt: '2026-01-31T10:15:00.000Z',
    loadMs: 30_000,
    ledger: ledgerOf(noCounts()),
    subcounts: subcountsOf(noCounts()),
    phases: { warmUp: none, measured: none, census: none },
    sessions: noSessions(),
    faults: [],
    predictions: [],
    baseline: null,
    availability: 1,
    recovery: [],
    latency: [],
    cost: null,
    imbalance: [],
    elasticity: null,
    requestLog: [],
    calledDown: [],
    replays: 0,
    complaints: [],
    versions: {},
    policy: {},
    metrics: {},
    hypothesis: { deviated: false, tolerances: [] },
    ...change,
  }
}

export function noSessions(): NonNullable<TrialResult['sessions']> {
  return {
    total: 0,
    must: 0,
    may: 0,
    gone: 0,
    unknown: 0,
    lost: 0,
    signedOut: 0,
    interrupted: 0,
    fates: {
      leaked: 0,
      resurrected: 0,
      ended: 0,
      indeterminate: 0,
      unreachable: 0,
      lost: 0,
      rolledBack: 0,
      duplicated: 0,
      survived: 0,
    },
    anomalies: { missing: 0, stale: 0, foreign: 0, doubled: 0, phantom: 0, zombie: 0, overstayed: 0 },
    dataSurvival: { share: null, low: null, high: null },
    userSurvival: { share: null, low: null, high: null },
  }
}

/** Recovery from a fault at 10 s that was over 3 s later; `change` says what was otherwise. */
export function aRecovery(change: Partial<RecoveryResult> = {}): RecoveryResult {
  return {
    fault: 'f1',
    onsetAtMs: 10_000,
    horizonAtMs: 30_000,
    detectedMs: 1_000,
    firstSuccessMs: null,
    leftBand: true,
    backMs: 3_000,
    relapses: 0,
    deficitOperations: 100,
    deficitSeconds: 1,
    ...change,
  }
}
