import type { TrafficPlan } from '../../traffic/plan.ts'
import {
  balancerServerTimeoutMs,
  censusDeadlineMs,
  loginShareOfWarmUp,
  sessionTtlMs,
} from '../catalogue/limits.ts'
import type { PlannedTrial } from '../plan.ts'
import type { RunningStack } from '../platform.ts'

/** A generator whose engine is gone does not wait for it for ever. */
const waitForEngineMs = 120_000

/** What the generator is told for a trial; the same for every target of a block but for addresses. */
export function trafficPlanOf(
  { scenario, trafficSeed }: PlannedTrial,
  stack: Pick<RunningStack, 'url' | 'serverUrl'>,
): TrafficPlan {
  const added = scenario.method.filter(({ kind }) => kind === 'add').length
  const names = Array.from({ length: scenario.servers + added }, (_, index) => `web-${index + 1}`)
  return {
    version: 1,
    seed: trafficSeed,
    url: stack.url,
    servers: names.map((name) => ({ name, url: stack.serverUrl(name) })),
    users: scenario.users,
    arrivals: 'poisson',
    rate: [{ atMs: 0, perSecond: scenario.ratePerSecond }],
    loginMs: Math.round(scenario.warmUpMs * loginShareOfWarmUp),
    warmUpMs: scenario.warmUpMs,
    durationMs: scenario.durationMs,
    operations: scenario.operations,
    timeoutMs: scenario.timeoutMs,
    lateMs: scenario.lateMs,
    connections: connections(scenario.connections),
    session: { ttlMs: sessionTtlMs, granularityMs: 1_000 },
    census: {
      ratePerSecond: scenario.ratePerSecond,
      deadlineMs: censusDeadlineMs(scenario),
      quiesceMs: balancerServerTimeoutMs,
      confirmations: 2,
      confirmGapMs: 1_000,
      waitForSignal: true,
      waitMs: waitForEngineMs,
    },
  }
}

function connections(name: string): TrafficPlan['connections'] {
  return name === 'session' || name === 'request' ? name : 'shared'
}
