import { z } from 'zod'
import type { Duration } from '../duration.ts'
import { aimAt, aimed, aimOptions, aimShape, type Selection } from './aim.ts'
import { defineFault } from './fault.ts'
import { proveByEvent, proveComeback } from './proof.ts'
import { length, lengthMs } from './times.ts'

const options = aimOptions(z.strictObject({ ...aimShape, graceMs: length('the grace') }))

/** SIGTERM, and a start again of the same container, under its name and address; the balancer is not told. */
export const restart = defineFault(
  {
    kind: 'restart',
    summary: 'SIGTERM to one container, which is then started again with its name and address',
    effect: 'renewed',
    options,
    ...aimed('restart'),
    takesMs: ({ graceMs }) => graceMs,
    apply: (victim, { graceMs }, { cluster, signal }) => cluster.restart(victim, graceMs, signal),
    async prove(victim, _, context) {
      const ended = await proveByEvent(victim, context, {
        action: 'die',
        accept: () => true,
        expected: 'ended',
      })
      return proveComeback(victim, ended, context)
    },
  },
  (service: string, { grace = '10s', ...selection }: Selection & { grace?: Duration } = {}) => ({
    ...aimAt(service, selection),
    graceMs: lengthMs(grace),
  }),
)
