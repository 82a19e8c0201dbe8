import exec from 'k6/execution'
import type { Options } from 'k6/options'
import { run } from 'k6/x/outlast'
import type { TrafficPlan } from './plan.ts'

// All users live in the extension: k6 needs one virtual user, who does one thing once.
export const options: Options = {
  scenarios: {
    users: { executor: 'shared-iterations', vus: 1, iterations: 1, maxDuration: '24h', gracefulStop: '1s' },
  },
}

/** For running by hand: half a minute of a hundred users on whatever `balancer` is. */
const byHand: TrafficPlan = {
  version: 1,
  seed: 1,
  url: 'http://balancer:8080',
  servers: ['web-1', 'web-2', 'web-3'].map((name) => ({ name, url: `http://${name}:8080` })),
  users: 100,
  arrivals: 'poisson',
  rate: [{ atMs: 0, perSecond: 50 }],
  loginMs: 2_000,
  warmUpMs: 5_000,
  durationMs: 30_000,
  operations: { read: 0.6, write: 0.38, logout: 0.02 },
  timeoutMs: 3_000,
  lateMs: 500,
  connections: 'shared',
  session: { ttlMs: 1_800_000, granularityMs: 1_000 },
  census: {
    ratePerSecond: 100,
    deadlineMs: 20_000,
    quiesceMs: 2_000,
    confirmations: 2,
    confirmGapMs: 1_000,
    waitForSignal: false,
    waitMs: 0,
  },
}

/** Carries out the plan in OUTLAST_PLAN. A plan that can't be carried out ends k6 with exit code 108. */
export default function users(): void {
  try {
    run(__ENV.OUTLAST_PLAN ? JSON.parse(__ENV.OUTLAST_PLAN) : byHand)
  } catch (error) {
    exec.test.abort(String(error))
  }
}
