import { z } from 'zod'
import { defineFault } from './fault.ts'
import { proveByEvent, serversOf } from './proof.ts'

const options = z.object({ service: z.string() })

/** SIGKILL to one container of a service: it ends at once, says goodbye to nobody, and does not come back. */
export const kill = defineFault(
  {
    kind: 'kill',
    summary: 'SIGKILL to one container: it ends at once and does not come back',
    options,
    title: ({ service }) => `kill one of ${service}`,
    candidates: (cluster, { service }) => serversOf(cluster, service),
    async apply(victim, _, { cluster, signal }) {
      await cluster.kill(victim.name, signal)
      return victim
    },
    prove: (victim, _, context) =>
      proveByEvent(victim, context, {
        action: 'die',
        accept: (event) => event.exitCode === 137,
        expected: 'ends with exit code 137',
        detected: 'down',
      }),
  },
  (service: string) => ({ service }),
)
