import { z } from 'zod'
import { aimAt, aimed, aimOptions, aimShape, type Selection } from './aim.ts'
import { defineFault, type Evidence, type FaultContext } from './fault.ts'
import { proveByEvent } from './proof.ts'
import { takeOut } from './take-out.ts'

const options = aimOptions(z.strictObject(aimShape))

/** How long the server has to finish what it has once the balancer sends it nothing more. */
const graceMs = 5_000

/** Scale in without warning: the balancer takes a server out at once, then its container goes. */
export const remove = defineFault(
  {
    kind: 'remove',
    summary: 'scale in without warning: the balancer drops a web server at once, then its container goes',
    effect: 'gone',
    options,
    ...aimed('remove'),
    async apply(victim, _, context) {
      const { cluster, signal } = context
      await takeOut(victim, context)
      await cluster.stop(victim, graceMs, signal)
      await cluster.removeServer(victim, signal)
    },
    prove: (victim, _, context) => proveRemoval(victim, context),
  },
  (selection: Selection = {}) => aimAt('web', selection),
)

/** The daemon says that the container is gone, and the balancer has no such server. */
export async function proveRemoval(victim: string, context: FaultContext): Promise<Evidence> {
  const evidence = await proveByEvent(victim, context, {
    action: 'destroy',
    accept: () => true,
    expected: 'is gone, and the balancer no longer knows it',
  })
  const known = await context.cluster.balancer.servers()
  if (!known.some((server) => server.server === victim)) return evidence
  return { ...evidence, verdict: 'mismatch', reason: `the balancer still has ${victim}` }
}
