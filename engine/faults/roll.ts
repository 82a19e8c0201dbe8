import { z } from 'zod'
import { type Duration, formatDuration } from '../duration.ts'
import { sessionSecrets } from '../session-secrets.ts'
import { cannotDrain, drainServer } from './draining.ts'
import { defineFault } from './fault.ts'
import { proveByEvent, running } from './proof.ts'
import { takeOut } from './take-out.ts'
import { length, lengthMs } from './times.ts'

/** How long an old server has to finish what it has once the balancer sends it nothing more. */
const graceMs = 5_000

const noKeys = {
  error: 'are no names of keys; give one at least, the one that signs first, as ["new", "old"]',
}
const noName = {
  error: 'is no name of a key; use up to 32 lower-case letters, digits and hyphens, as in "new"',
}

/**
 * A rolling deployment: one web server after the other is taken out of the balancer, replaced by a new one of its
 * name, and put back, the next one once this one is used. With `drain` each is drained first, up to that long. With
 * `secrets` the new ones have these keys for sessions, by names that a scenario makes up: the first one signs, and what
 * any of them has signed is read. The servers of the start have one, `old`.
 */
export const roll = defineFault(
  {
    kind: 'roll',
    summary: 'a rolling deployment: each web server is taken out, replaced and put back, one after the other',
    effect: 'renewed',
    options: z.strictObject({
      drainMs: length('how long each is drained').optional(),
      secrets: z
        .array(z.string(noName).regex(/^[a-z0-9-]{1,32}$/, noName), noKeys)
        .min(1, noKeys)
        .optional(),
    }),
    title: ({ drainMs, secrets }) =>
      [
        secrets === undefined
          ? 'roll out to all of web'
          : `roll out keys ${secrets.join(', ')} to all of web`,
        ...(drainMs === undefined ? [] : [`(drain ${formatDuration(drainMs)})`]),
      ].join(' '),
    service: () => 'web',
    unavailable: (where, { drainMs }) => (drainMs === undefined ? undefined : cannotDrain(where)),
    candidates: (cluster) => running(cluster, 'web'),
    selection: () => ({ share: 1 }),
    inTurn: true,
    takesMs: ({ drainMs = 0 }) => drainMs + graceMs,
    async apply(victim, { drainMs, secrets }, context) {
      const environment = secrets && { SESSION_SECRETS: sessionSecrets(secrets) }
      const { cluster, signal } = context
      if (drainMs !== undefined) await drainServer(victim, drainMs, context)
      await takeOut(victim, context)
      await cluster.balancer.add(await cluster.replaceServer(victim, { graceMs, environment }, signal))
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
  ({ drain, secrets }: { drain?: Duration; secrets?: readonly string[] } = {}) => ({
    ...(drain === undefined ? {} : { drainMs: lengthMs(drain) }),
    ...(secrets === undefined ? {} : { secrets: [...secrets] }),
  }),
)
