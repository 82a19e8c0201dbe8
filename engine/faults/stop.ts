import { z } from 'zod'
import { type Duration, formatDuration } from '../duration.ts'
import { aimAt, aimed, aimOptions, aimShape, type Selection } from './aim.ts'
import { defineFault } from './fault.ts'
import { noticedDown, proveByEvent } from './proof.ts'
import { length, lengthMs } from './times.ts'

const options = aimOptions(z.strictObject({ ...aimShape, graceMs: length('the grace') }))

const named = aimed('stop')

/** SIGTERM to containers of a service, with time to finish what they have; the balancer is not told. */
export const stop = defineFault(
  {
    kind: 'stop',
    summary: 'SIGTERM to one container, with a grace period; the balancer is not told',
    effect: 'gone',
    options,
    ...named,
    title: (options) => `${named.title(options)} (grace ${formatDuration(options.graceMs)})`,
    takesMs: ({ graceMs }) => graceMs,
    apply: (victim, { graceMs }, { cluster, signal }) => cluster.stop(victim, graceMs, signal),
    prove: (victim, _, context) =>
      proveByEvent(victim, context, {
        action: 'die',
        // 143 is the default death by SIGTERM, 0 a server that handles it; 137 means that the grace ran out.
        accept: (event) => event.exitCode === 0 || event.exitCode === 143,
        expected: 'ended by itself within its grace',
        ...noticedDown(victim),
      }),
  },
  (service: string, { grace = '10s', ...selection }: Selection & { grace?: Duration } = {}) => ({
    ...aimAt(service, selection),
    graceMs: lengthMs(grace),
  }),
)
