import { z } from 'zod'
import { type Duration, formatDuration } from '../duration.ts'
import { aimAt, aimed, aimOptions, aimShape, type Selection } from './aim.ts'
import { cannotDrain, drainServer } from './draining.ts'
import { defineFault } from './fault.ts'
import { proveRemoval } from './remove.ts'
import { takeOut } from './take-out.ts'
import { length, lengthMs } from './times.ts'

const options = aimOptions(z.strictObject({ ...aimShape, deadlineMs: length('the deadline') }))

/** How long the server has to finish what it has once the balancer sends it nothing more. */
const graceMs = 5_000
const named = aimed('drain')

/**
 * Scale in properly: the balancer sends a server no new users, and after a while takes it out: when nobody has asked
 * for it in 2 s, or at the deadline, whoever is still there.
 */
export const drain = defineFault(
  {
    kind: 'drain',
    summary:
      'scale in properly: a web server gets no new users, and is removed when it is quiet or at a deadline',
    effect: 'gone',
    options,
    ...named,
    title: (options) => `${named.title(options)} (deadline ${formatDuration(options.deadlineMs)})`,
    unavailable: cannotDrain,
    takesMs: ({ deadlineMs }) => deadlineMs,
    async apply(victim, { deadlineMs }, context) {
      const { cluster, signal } = context
      await drainServer(victim, deadlineMs, context)
      await takeOut(victim, context)
      await cluster.stop(victim, graceMs, signal)
      await cluster.removeServer(victim, signal)
    },
    prove: (victim, _, context) => proveRemoval(victim, context),
  },
  ({ deadline = '10s', ...selection }: Selection & { deadline?: Duration } = {}) => ({
    ...aimAt('web', selection),
    deadlineMs: lengthMs(deadline),
  }),
)
