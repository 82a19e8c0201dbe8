import type { Clock } from '../clock.ts'
import type { Balancer } from '../cluster.ts'
import { TargetError } from '../errors.ts'
import type { FaultContext, Where } from './fault.ts'

/** A server that nobody has asked for this long has no users left who are still there. */
const quietMs = 2_000
const pauseMs = 250
/** The balancer has taken the word by then. */
const heardWithinMs = 5_000

/** Why the balancer of a target can't drain a server; undefined where it can. */
export function cannotDrain({ target }: Where): string | undefined {
  if (target.balancer !== 'caddy') return undefined
  return 'Caddy knows no draining: a server is in use, or it is not'
}

/**
 * Takes a server out for new users, and waits until nobody asks it any more, or until the deadline. Throws a
 * TargetError when the balancer does not itself say that it drains.
 */
export async function drainServer(
  server: string,
  deadlineMs: number,
  { cluster: { balancer }, clock, signal, note }: Pick<FaultContext, 'cluster' | 'clock' | 'signal' | 'note'>,
): Promise<void> {
  const startMs = clock.now()
  await balancer.drain(server)
  await untilDraining(server, balancer, { clock, signal })
  note('draining')
  let asked = await requestsOf(server, balancer)
  let sinceMs = clock.now()
  while (clock.now() - startMs < deadlineMs && clock.now() - sinceMs < quietMs) {
    await clock.sleep(pauseMs, signal)
    const now = await requestsOf(server, balancer)
    if (now !== asked) sinceMs = clock.now()
    asked = now
  }
}

async function untilDraining(
  server: string,
  balancer: Balancer,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  const startMs = clock.now()
  for (;;) {
    const status = (await balancer.servers()).find((known) => known.server === server)?.status
    if (status?.startsWith('DRAIN')) return
    if (clock.now() - startMs > heardWithinMs) {
      throw new TargetError(`The balancer was told to drain ${server}, and calls it ${status ?? 'unknown'}.`)
    }
    await clock.sleep(pauseMs, signal)
  }
}

async function requestsOf(server: string, balancer: Balancer): Promise<number | undefined> {
  return (await balancer.servers()).find((known) => known.server === server)?.requests
}
