import { z } from 'zod'
import { defineFault } from './fault.ts'
import { type OnPath, onPath, pathOf, pathShape, pathTo } from './on-path.ts'
import { proveDelay } from './prove-delay.ts'
import { lastsMs } from './times.ts'

const rate = { error: 'is no rate; give whole kilobytes a second, 1 or more' }
const options = z.strictObject({ ...pathShape, kilobytesPerSecond: z.int(rate).positive(rate) })

interface Throttling extends OnPath {
  /** Of 1,000 bytes, on each way of each connection. */
  kilobytesPerSecond: number
}

/** As long as the question of a proof is: a rate that does not show in it is inconclusive. */
const questionBytes = 8_192

/** Only so many bytes a second pass between a web server and the store, on each connection. */
export const throttle = defineFault(
  {
    kind: 'throttle',
    summary: 'only so many bytes a second pass between a web server and the store, on each connection',
    options,
    ...onPath<z.infer<typeof options>>(
      'throttle',
      ({ kilobytesPerSecond }) => `to ${kilobytesPerSecond} kB/s`,
    ),
    lastsMs,
    takesMs: ({ kilobytesPerSecond }) => (2 * questionBytes) / kilobytesPerSecond,
    apply: (victim, { kilobytesPerSecond, ...path }, { cluster, signal }) => {
      const bytesPerSecond = kilobytesPerSecond * 1_000
      return cluster.links.hinder(pathOf(victim, path), { kind: 'throttled', bytesPerSecond }, signal)
    },
    prove: (victim, { kilobytesPerSecond, ...path }, context) =>
      proveDelay(
        victim,
        path,
        { bytes: questionBytes, atLeastMs: questionBytes / kilobytesPerSecond },
        context,
      ),
    undo: {
      describe: (victim) => `let everything pass to ${victim} again`,
      apply: (victim, path, { cluster, signal }) =>
        cluster.links.free(pathOf(victim, path), 'throttled', signal),
    },
  },
  (service: string, { kilobytesPerSecond, ...path }: Throttling) => ({
    ...pathTo(service, path),
    kilobytesPerSecond,
  }),
)
