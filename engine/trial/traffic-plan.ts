import type { TrafficPlan } from '../../traffic/plan.ts'
import {
  balancerServerTimeoutMs,
  censusConfirmations,
  censusDeadlineMs,
  censusRatePerSecond,
  loginShareOfWarmUp,
  sessionTtlMs,
} from '../catalogue/limits.ts'
import type { ScenarioDescription } from '../journal/descriptions.ts'
import type { PlannedTrial } from '../plan.ts'
import type { NewRecordOf, RunningStack } from '../platform.ts'

/** So often an autoscaler may go from its minimum to its maximum, and every server is still asked after the census. */
const timesUpAndDown = 3

/** A generator whose engine is gone does not wait for it for ever. */
const waitForEngineMs = 120_000

/**
 * How the users of a trial come. A balancer that picks by the source address needs one for each user; where only some
 * of the targets do, these have a connection for each user, too, and the record says so.
 */
export function trafficRecordOf({ scenario, target }: PlannedTrial): NewRecordOf<'traffic'> {
  const ownAddresses = target.affinity === 'source-hash' ? scenario.users : 0
  return {
    type: 'traffic',
    connections: scenario.connections,
    addresses: scenario.addresses ?? ownAddresses,
    // For a ring hash it must be there before the session's cookie is; the others carry the same bytes.
    visitorCookie: true,
  }
}

/** What the generator is told for a trial; the same for every target of a block but for addresses. */
export function trafficPlanOf(
  planned: PlannedTrial,
  stack: Pick<RunningStack, 'url' | 'proxyUrl' | 'serverUrl'>,
): TrafficPlan {
  const { scenario, trafficSeed } = planned
  const { addresses, visitorCookie } = trafficRecordOf(planned)
  const names = Array.from({ length: mostServersEver(scenario) }, (_, index) => `web-${index + 1}`)
  return {
    version: 1,
    seed: trafficSeed,
    url: addresses > 0 ? stack.proxyUrl : stack.url,
    servers: names.map((name) => ({ name, url: stack.serverUrl(name) })),
    users: scenario.users,
    addresses,
    visitorCookie,
    arrivals: 'poisson',
    rate: scenario.rate,
    loginMs: Math.round(scenario.warmUpMs * loginShareOfWarmUp),
    warmUpMs: scenario.warmUpMs,
    durationMs: scenario.durationMs,
    operations: scenario.operations,
    timeoutMs: scenario.timeoutMs,
    lateMs: scenario.lateMs,
    connections: connections(scenario.connections),
    tabs: scenario.tabs ?? 1,
    writeAtLogout: scenario.writeAtLogout ?? false,
    session: { ttlMs: scenario.settings?.sessionTtlMs ?? sessionTtlMs, granularityMs: 1_000 },
    census: {
      ratePerSecond: censusRatePerSecond(scenario),
      deadlineMs: censusDeadlineMs(scenario),
      quiesceMs: balancerServerTimeoutMs,
      confirmations: censusConfirmations,
      confirmGapMs: 1_000,
      waitForSignal: true,
      waitMs: waitForEngineMs,
    },
  }
}

/** Names are never used twice: an autoscaler that goes up and down again has new servers each time. */
function mostServersEver({ servers, method, autoscaler }: ScenarioDescription): number {
  const added = method.filter(({ kind }) => kind === 'add').length
  const scaled = autoscaler ? timesUpAndDown * (autoscaler.max - autoscaler.min) : 0
  return servers + added + scaled
}

function connections(name: string): TrafficPlan['connections'] {
  return name === 'session' || name === 'request' ? name : 'shared'
}
