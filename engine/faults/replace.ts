import { z } from 'zod'
import { aimAt, aimed, aimOptions, aimShape, type Selection } from './aim.ts'
import { defineFault } from './fault.ts'
import { proveByEvent, proveComeback } from './proof.ts'

const options = aimOptions(z.strictObject(aimShape))

/** How long the old server has to finish what it has. */
const graceMs = 5_000

/** A new server under the name and the address of an old one: what a reuse of either does. The balancer is not told. */
export const replace = defineFault(
  {
    kind: 'replace',
    summary: 'a web server ends, and a new one starts under its name and address; the balancer is not told',
    effect: 'renewed',
    options,
    ...aimed('replace'),
    takesMs: () => graceMs,
    async apply(victim, _, { cluster, signal }) {
      await cluster.replaceServer(victim, { graceMs }, signal)
    },
    async prove(victim, _, context) {
      const gone = await proveByEvent(victim, context, {
        action: 'destroy',
        accept: () => true,
        expected: 'is gone',
      })
      return proveComeback(victim, gone, context)
    },
  },
  (selection: Selection = {}) => aimAt('web', selection),
)
