import { z } from 'zod'
import { aimAt, aimed, aimOptions, aimShape, type Selection } from './aim.ts'
import { defineFault } from './fault.ts'
import { noticedDown, proveByEvent } from './proof.ts'

const options = aimOptions(z.strictObject(aimShape))

/** SIGKILL to containers of a service: they end at once, say goodbye to nobody, and do not come back. */
export const kill = defineFault(
  {
    kind: 'kill',
    summary: 'SIGKILL to one container: it ends at once and does not come back',
    effect: 'gone',
    options,
    ...aimed('kill'),
    apply: (victim, _, { cluster, signal }) => cluster.kill(victim, signal),
    prove: (victim, _, context) =>
      proveByEvent(victim, context, {
        action: 'die',
        accept: (event) => event.exitCode === 137,
        expected: 'ended with exit code 137',
        ...noticedDown(victim),
      }),
  },
  (service: string, selection: Selection = {}) => aimAt(service, selection),
)
