import { z } from 'zod'
import { defineFault } from './fault.ts'
import { proveByEvent, running } from './proof.ts'

/** SIGKILL to one container of a service: it ends at once, says goodbye to nobody, and does not come back. */
export const kill = defineFault(
  {
    kind: 'kill',
    summary: 'SIGKILL to one container: it ends at once and does not come back',
    options: z.strictObject({ service: z.string() }),
    title: ({ service }) => `kill one of ${service}`,
    service: ({ service }) => service,
    candidates: (cluster, { service }) => running(cluster, service),
    apply: (victim, _, { cluster, signal }) => cluster.kill(victim, signal),
    prove: (victim, { service }, context) =>
      proveByEvent(victim, context, {
        action: 'die',
        accept: (event) => event.exitCode === 137,
        expected: 'ended with exit code 137',
        ...(service === 'web' ? { detected: 'down' } : {}),
      }),
  },
  (service: string) => ({ service }),
)
