import { z } from 'zod'
import { defineFault } from './fault.ts'
import { proveByEvent, running } from './proof.ts'

/** The balancer takes its configuration anew, as after a change of it; open requests go on. */
export const reload = defineFault(
  {
    kind: 'reload',
    summary: 'the balancer takes its configuration anew; open requests go on',
    effect: 'reloaded',
    options: z.strictObject({}),
    title: () => 'reload the balancer',
    service: () => 'balancer',
    candidates: (cluster) => running(cluster, 'balancer'),
    apply: (_, __, { cluster }) => cluster.balancer.reload(),
    prove: (victim, _, context) =>
      proveByEvent(victim, context, {
        action: 'reload',
        accept: () => true,
        expected: 'took its configuration',
      }),
  },
  () => ({}),
)
