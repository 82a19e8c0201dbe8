import { z } from 'zod'
import { defineFault } from './fault.ts'
import { proveByEvent } from './proof.ts'

/** Scale out: one more web server starts, and is registered; it gets traffic once it passes its health check. */
export const add = defineFault(
  {
    kind: 'add',
    summary: 'scale out: one more web server, registered at the balancer and used once it is ready',
    effect: 'added',
    options: z.strictObject({}),
    title: () => 'add a web server',
    service: () => 'web',
    candidates: (cluster) => [cluster.nextServer()],
    async apply(_victim, _options, { cluster, signal }) {
      await cluster.balancer.add(await cluster.addServer(signal))
    },
    prove: (victim, _, context) =>
      proveByEvent(victim, context, {
        action: 'start',
        accept: () => true,
        expected: 'started and passes its health check',
        detected: 'up',
        mustBeDetected: true,
      }),
  },
  () => ({}),
)
