import { z } from 'zod'
import { type Duration, formatDuration, parseDuration } from '../duration.ts'
import { defineFault } from './fault.ts'
import { proveByEvent, running } from './proof.ts'

/** SIGTERM to one container of a service, with time to finish what it has; the balancer is not told. */
export const stop = defineFault(
  {
    kind: 'stop',
    summary: 'SIGTERM to one container, with a grace period; the balancer is not told',
    options: z.strictObject({
      service: z.string(),
      graceMs: z
        .number({ error: 'is no length of time; give the grace as "500ms", "10s" or "2m"' })
        .nonnegative(),
    }),
    title: ({ service, graceMs }) => `stop one of ${service} (grace ${formatDuration(graceMs)})`,
    service: ({ service }) => service,
    candidates: (cluster, { service }) => running(cluster, service),
    apply: (victim, { graceMs }, { cluster, signal }) => cluster.stop(victim, graceMs, signal),
    prove: (victim, { service }, context) =>
      proveByEvent(victim, context, {
        action: 'die',
        // 143 is the default death by SIGTERM, 0 a server that handles it; 137 means that the grace ran out.
        accept: (event) => event.exitCode === 0 || event.exitCode === 143,
        expected: 'ended by itself within its grace',
        ...(service === 'web' ? { detected: 'down' } : {}),
      }),
  },
  (service: string, { grace = '10s' as Duration } = {}) => ({
    service,
    graceMs: parseDuration(grace) ?? Number.NaN,
  }),
)
