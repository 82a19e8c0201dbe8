import { z } from 'zod'
import { aimAt, aimed, aimOptions, aimShape, type Selection } from './aim.ts'
import { defineFault } from './fault.ts'
import { lacking } from './lacking.ts'
import { noticedDown, proveByEvent } from './proof.ts'
import { type Lasting, lasting, lastingFor, lastsMs } from './times.ts'

const options = aimOptions(z.strictObject({ ...aimShape, ...lasting }))

/** Every process of a container is suspended: it takes connections and answers nobody, until it is thawed. */
export const freeze = defineFault(
  {
    kind: 'freeze',
    summary: 'one container is suspended: it takes connections and answers nobody, until it is thawed',
    effect: 'stalled',
    options,
    ...aimed('freeze'),
    lastsMs,
    unavailable: ({ environment }) => lacking(environment, ['pause']),
    apply: (victim, _, { cluster, signal }) => cluster.freeze(victim, signal),
    prove: (victim, _, context) =>
      proveByEvent(victim, context, {
        action: 'pause',
        accept: () => true,
        expected: 'is frozen',
        ...noticedDown(victim),
      }),
    undo: {
      describe: (victim) => `thaw ${victim}`,
      apply: (victim, _, { cluster, signal }) => cluster.thaw(victim, signal),
    },
  },
  (service: string, options: Selection & Lasting = {}) => ({
    ...aimAt(service, options),
    ...lastingFor(options),
  }),
)
