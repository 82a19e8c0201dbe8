import { z } from 'zod'
import { defineFault } from './fault.ts'
import { proveByEvent, running } from './proof.ts'

/** How long the server has to finish what it has once the balancer sends it nothing more. */
const graceMs = 5_000

/** Scale in without warning: the balancer takes a server out at once, then its container goes. */
export const remove = defineFault(
  {
    kind: 'remove',
    summary: 'scale in without warning: the balancer drops a web server at once, then its container goes',
    options: z.strictObject({}),
    title: () => 'remove a web server',
    service: () => 'web',
    candidates: (cluster) => running(cluster, 'web'),
    async apply(victim, _, { cluster, signal }) {
      await cluster.balancer.remove(victim)
      await cluster.stop(victim, graceMs, signal)
      await cluster.removeServer(victim, signal)
    },
    async prove(victim, _, context) {
      const evidence = await proveByEvent(victim, context, {
        action: 'destroy',
        accept: () => true,
        expected: 'is gone, and the balancer no longer knows it',
      })
      const known = await context.cluster.balancer.servers()
      if (!known.some((server) => server.server === victim)) return evidence
      return { ...evidence, verdict: 'mismatch', reason: `the balancer still has ${victim}` }
    },
  },
  () => ({}),
)
