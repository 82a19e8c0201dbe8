import type { RecordOf } from '../../engine/journal/records.ts'
import { earliest, latest } from '../trial/faults.ts'
import type { LoadClock } from '../trial/load-clock.ts'
import type { Span } from '../trial/windows.ts'
import type { FaultResult } from '../trial-result.ts'

/** When a fault struck one of its victims. */
interface Strike extends Span {
  victim: string
  /**
   * Where it was drained first: until the balancer sent it no new users any more. A hash moves all of its users then,
   * and not when it is taken out.
   */
  drained?: Span
}

/** What a rule may know of the fault it speaks of; from its request to its last effect. */
export interface FaultWindow extends Span {
  fault: string
  kind: string
  victims: string[]
  /** One for each victim. These spans, too, are widened by what is not known of the clocks. */
  strikes: Strike[]
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
  const detected = latest(victims, 'detected')
  const view = balancers.findLast(({ at }) => clock.fromEngine(at) <= requested)
  const strikes = victims.flatMap((victim) => strikeOn(victim, clock.uncertaintyMs) ?? [])
  return {
    fault,
    kind,
    victims: victims.flatMap(({ victim }) => victim ?? []),
    strikes,
    fromMs: requested - clock.uncertaintyMs,
    toMs: Math.max(...strikes.map(({ toMs }) => toMs)),
    addresses,
    ...(detected === undefined ? {} : { balancerKnewMs: detected }),
    serversUp: view ? view.servers.filter(({ status }) => isUp(status)).map(({ server }) => server) : null,
  }
}

/**
 * From the request to the observed effect. A server that is taken out of the balancer is struck by that, and not by
 * the drain before it or the end of its container after it. Undefined for a victim whose turn never came.
 */
function strikeOn(fault: FaultResult, uncertaintyMs: number): Strike | undefined {
  const requested = earliest([fault], 'requested')
  if (requested === undefined || fault.victim === null) return undefined
  const around = (fromMs: number, toMs: number): Span => ({
    fromMs: fromMs - uncertaintyMs,
    toMs: Math.max(fromMs, toMs) + uncertaintyMs,
  })
  const ended = latest([fault], 'observed') ?? latest([fault], 'acknowledged') ?? requested
  const drained = earliest([fault], 'draining')
  return {
    victim: fault.victim,
    ...around(earliest([fault], 'takingOut') ?? requested, earliest([fault], 'takenOut') ?? ended),
    ...(drained === undefined ? {} : { drained: around(requested, drained) }),
  }
}

/** HAProxy says `UP`, or `UP 1/2` while it is about to change its mind. */
export function isUp(status: string): boolean {
  return status.startsWith('UP')
}
