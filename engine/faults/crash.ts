import { z } from 'zod'
import { aimAt, aimed, aimOptions, aimShape, type Selection } from './aim.ts'
import { defineFault } from './fault.ts'
import { noticedDown, proveByEvent, proveComeback } from './proof.ts'

const options = aimOptions(z.strictObject({ ...aimShape, restarts: z.boolean() }))

/**
 * The server's process dies inside its container, as by a bug. Docker's restart policy acts then, which it does not
 * after a kill through the API: with `restarts` the container is started again, for as long as it does not fail faster.
 */
export const crash = defineFault(
  {
    kind: 'crash',
    summary: 'the process dies inside its container, so that a restart policy acts',
    effect: 'gone',
    options,
    ...aimed('crash'),
    apply: (victim, { restarts }, { cluster, signal }) => cluster.crash(victim, { restarts }, signal),
    async prove(victim, { restarts }, context) {
      const evidence = await proveByEvent(victim, context, {
        action: 'die',
        accept: (event) => event.exitCode === 137,
        expected: 'died inside with exit code 137',
        ...(restarts ? {} : noticedDown(victim)),
      })
      return restarts ? proveComeback(victim, evidence, context) : evidence
    },
  },
  (service: string, { restarts = false, ...selection }: Selection & { restarts?: boolean } = {}) => ({
    ...aimAt(service, selection),
    restarts,
  }),
)
