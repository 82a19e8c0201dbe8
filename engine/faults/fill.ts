import { z } from 'zod'
import { TargetError } from '../errors.ts'
import { aimAt, aimed, aimOptions, aimShape, type Selection } from './aim.ts'
import { defineFault, type Evidence, type FaultContext } from './fault.ts'
import { type Fullness, fillable, memoryOf } from './store-memory.ts'
import { type Lasting, lasting, lastingFor, lastsMs } from './times.ts'

const share = { error: 'is no share of the memory; give a number above 0, up to 1' }
const options = aimOptions(
  z.strictObject({ ...aimShape, ...lasting, upTo: z.number(share).gt(0, share).max(1, share) }),
)
const named = aimed('fill')
/** Who fills a store does not stop when it is full. */
const pressureBytes = 16 * 2 ** 20
/** A quarter of a gigabyte takes a second or two. */
const takesMs = 20_000

/** What else is kept in the store takes up its memory, until it refuses writes, or throws out what nobody asked for. */
export const fill = defineFault(
  {
    kind: 'fill',
    summary: 'the memory of a store is filled with other data, up to a share of what it may use',
    effect: 'stalled',
    options,
    ...named,
    title: (options) => `${named.title(options)} up to ${Math.round(options.upTo * 100)} %`,
    unavailable: ({ target }) =>
      target.services.some((service) => fillable.some((name) => name === service))
        ? undefined
        : `only the memory of ${fillable.join(' and ')} can be filled: others keep sessions on disk, or copy all they have`,
    lastsMs,
    takesMs: () => takesMs,
    async apply(victim, { upTo }, { cluster, signal }) {
      const memory = memoryOf(victim, cluster, signal)
      if (!memory) throw new TargetError(`The memory of ${victim} can't be filled.`)
      const { usedBytes, limitBytes } = await memory.fullness(victim)
      if (limitBytes === 0) throw new TargetError(`${victim} may use what there is: its kernel would end it.`)
      const bytes = upTo * limitBytes - usedBytes + (upTo === 1 ? pressureBytes : 0)
      if (bytes > 0) await memory.put(victim, bytes)
    },
    prove: proveFullness,
    undo: {
      describe: (victim) => `take out of ${victim} what it was filled with`,
      async apply(victim, _, { cluster, signal }) {
        await memoryOf(victim, cluster, signal)?.clear(victim)
      },
    },
  },
  (service: string, { upTo = 1, ...options }: Selection & Lasting & { upTo?: number } = {}) => ({
    ...aimAt(service, options),
    ...lastingFor(options),
    upTo,
  }),
)

/** A hundredth of the memory may go otherwise while it is asked. */
const slack = 0.01

/** By the store's own statistics: so much is used, or something was thrown out to make room. */
async function proveFullness(
  victim: string,
  { upTo }: { upTo: number },
  { cluster, signal }: FaultContext,
): Promise<Evidence> {
  const found = await memoryOf(victim, cluster, signal)?.fullness(victim)
  if (!found) return { verdict: 'mismatch', reason: `the memory of ${victim} can't be filled` }
  const isFull = found.usedBytes >= (upTo - slack) * found.limitBytes || found.evicted > 0
  return { verdict: isFull ? 'confirmed' : 'mismatch', reason: `${victim} ${shown(found)}` }
}

const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20)

function shown({ usedBytes, limitBytes, evicted }: Fullness): string {
  const thrownOut = evicted === 0 ? '' : `, and has thrown out ${evicted}`
  return `uses ${mebibytes(usedBytes)} of ${mebibytes(limitBytes)} MiB${thrownOut}`
}
