import { z } from 'zod'
import { aimAt, aimed, aimOptions, aimShape, type Selection } from './aim.ts'
import { defineFault } from './fault.ts'
import { lacking } from './lacking.ts'
import { proveByState } from './proof.ts'
import { type Lasting, lasting, lastingFor, lastsMs } from './times.ts'

const mebibyte = 2 ** 20

const options = aimOptions(
  z.strictObject({
    ...aimShape,
    ...lasting,
    cpus: z.number().min(0.01, { error: 'is below 0.01 cores, which Docker refuses' }).optional(),
    memoryBytes: z
      .number()
      .min(6 * mebibyte, { error: 'is below 6 MiB, which Docker refuses' })
      .optional(),
  }),
).refine(({ cpus, memoryBytes }) => cpus !== undefined || memoryBytes !== undefined, {
  error: 'limit nothing; give cpus, memoryMebibytes or both',
})

interface Starvation extends Selection, Lasting {
  /** Of a core: 0.1 is a tenth. */
  cpus?: number
  memoryMebibytes?: number
}

/** A container may use less than before: processor time, memory or both. */
export const starve = defineFault(
  {
    kind: 'starve',
    summary: 'one container may use less processor time, less memory, or both',
    effect: 'stalled',
    options,
    ...aimed('starve'),
    lastsMs,
    unavailable: ({ environment }, { cpus, memoryBytes }) =>
      lacking(environment, [
        ...(cpus === undefined ? [] : (['cpuQuota'] as const)),
        ...(memoryBytes === undefined ? [] : (['memoryLimit'] as const)),
      ]),
    apply: (victim, { cpus, memoryBytes }, { cluster, signal }) =>
      cluster.limit(victim, { cpus: cpus ?? null, memoryBytes: memoryBytes ?? null }, signal),
    prove: (victim, { cpus, memoryBytes }, context) =>
      proveByState(victim, context, {
        accept: (state) =>
          (cpus === undefined || state.cpus === cpus) &&
          (memoryBytes === undefined || state.memoryBytes === memoryBytes),
        expected: 'has its new limits',
      }),
    undo: {
      describe: (victim) => `give ${victim} its limits back`,
      apply: (victim, _, { cluster, signal }) => cluster.unlimit(victim, signal),
    },
  },
  (service: string, { cpus, memoryMebibytes, ...options }: Starvation) => ({
    ...aimAt(service, options),
    ...lastingFor(options),
    ...(cpus === undefined ? {} : { cpus }),
    ...(memoryMebibytes === undefined ? {} : { memoryBytes: memoryMebibytes * mebibyte }),
  }),
)
