import { z } from 'zod'
import { type Duration, formatDuration } from '../duration.ts'
import { cannotDrain, drainServer } from './draining.ts'
import { defineFault } from './fault.ts'
import { proveByEvent, running } from './proof.ts'
import { takeOut } from './take-out.ts'
import { length, lengthMs } from './times.ts'

/** How long an old server has to finish what it has once the balancer sends it nothing more. */
const graceMs = 5_000

/**
 * A rolling deployment: one web server after the other is taken out of the balancer, replaced by a new one of its
 * name, and put back, the next one once this one is used. With `drain` each is drained first, up to that long.
 */
export const roll = defineFault(
  {
    kind: 'roll',
    summary: 'a rolling deployment: each web server is taken out, replaced and put back, one after the other',
    effect: 'renewed',
    options: z.strictObject({ drainMs: length('how long each is drained').optional() }),
    title: ({ drainMs }) =>
      drainMs === undefined
        ? 'roll out to all of web'
        : `roll out to all of web (drain ${formatDuration(drainMs)})`,
    service: () => 'web',
    unavailable: (where, { drainMs }) => (drainMs === undefined ? undefined : cannotDrain(where)),
    candidates: (cluster) => running(cluster, 'web'),
    selection: () => ({ share: 1 }),
    inTurn: true,
    takesMs: ({ drainMs = 0 }) => drainMs + graceMs,
    async apply(victim, { drainMs }, context) {
      const { cluster, signal } = context
      if (drainMs !== undefined) await drainServer(victim, drainMs, context)
      await takeOut(victim, context)
      await cluster.balancer.add(await cluster.replaceServer(victim, graceMs, signal))
    },
    prove: (victim, _, context) =>
      proveByEvent(victim, context, {
        action: 'destroy',
        accept: () => true,
        expected: 'was replaced, and is up again',
        detected: 'up',
        mustBeDetected: true,
      }),
  },
  ({ drain }: { drain?: Duration } = {}) => (drain === undefined ? {} : { drainMs: lengthMs(drain) }),
)
