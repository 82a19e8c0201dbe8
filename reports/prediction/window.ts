import type { RecordOf } from '../../engine/journal/records.ts'
import { earliest, latest } from '../trial/faults.ts'
import type { LoadClock } from '../trial/load-clock.ts'
import type { FaultResult } from '../trial-result.ts'

/** What a rule may know of the fault it speaks of. */
export interface FaultWindow {
  fault: string
  kind: string
  victims: string[]
  /** From the request to the observed effect, widened by what is not known of the clocks. */
  fromMs: number
  toMs: number
  /** Web servers that the balancer called up at the request; null where it was not asked. */
  serversUp: string[] | null
  /** How many source addresses the users share; 0 where the generator has one for all. */
  addresses: number
  /** When the balancer noticed, the last of several victims; absent where it was told, or never did. */
  balancerKnewMs?: number
}

/** The window of a fault that was begun, over all its victims. */
export function faultWindow(
  victims: readonly FaultResult[],
  {
    balancers,
    clock,
    addresses,
  }: { balancers: readonly RecordOf<'balancer'>[]; clock: LoadClock; addresses: number },
): FaultWindow {
  const [{ fault = '', kind = '' } = {}] = victims
  const requested = earliest(victims, 'requested') ?? 0
  const ended = latest(victims, 'observed') ?? latest(victims, 'acknowledged') ?? requested
  const detected = latest(victims, 'detected')
  const view = balancers.findLast(({ at }) => clock.fromEngine(at) <= requested)
  return {
    fault,
    kind,
    victims: victims.flatMap(({ victim }) => victim ?? []),
    fromMs: requested - clock.uncertaintyMs,
    toMs: Math.max(requested, ended) + clock.uncertaintyMs,
    addresses,
    ...(detected === undefined ? {} : { balancerKnewMs: detected }),
    serversUp: view ? view.servers.filter(({ status }) => isUp(status)).map(({ server }) => server) : null,
  }
}

/** HAProxy says `UP`, or `UP 1/2` while it is about to change its mind. */
export function isUp(status: string): boolean {
  return status.startsWith('UP')
}
