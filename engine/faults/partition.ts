import { z } from 'zod'
import { aimAt, aimed, aimOptions, aimShape, type Selection } from './aim.ts'
import { defineFault } from './fault.ts'
import { noticedDown, proveByState } from './proof.ts'
import { type Lasting, lasting, lastingFor, lastsMs } from './times.ts'

const options = aimOptions(z.strictObject({ ...aimShape, ...lasting }))

/** A container is cut off from all others: it runs on, and nothing reaches it or leaves it. */
export const partition = defineFault(
  {
    kind: 'partition',
    summary: 'one container is cut off from all others: it runs on, and nothing reaches it or leaves it',
    effect: 'stalled',
    options,
    ...aimed('cut off'),
    lastsMs,
    apply: (victim, _, { cluster, signal }) => cluster.disconnect(victim, signal),
    prove: (victim, _, context) =>
      proveByState(victim, context, {
        accept: ({ running, connected }) => running && !connected,
        expected: 'runs, and is on no network',
        ...noticedDown(victim),
      }),
    undo: {
      describe: (victim) => `reconnect ${victim} at its address`,
      apply: (victim, _, { cluster, signal }) => cluster.reconnect(victim, signal),
    },
  },
  (service: string, options: Selection & Lasting = {}) => ({
    ...aimAt(service, options),
    ...lastingFor(options),
  }),
)
