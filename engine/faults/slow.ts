import { z } from 'zod'
import { type Duration, formatDuration } from '../duration.ts'
import { defineFault } from './fault.ts'
import { type OnPath, onPath, pathOf, pathShape, pathTo } from './on-path.ts'
import { proveDelay } from './prove-delay.ts'
import { lastsMs, length, lengthMs } from './times.ts'

const options = z
  .strictObject({
    ...pathShape,
    latencyMs: length('the latency').max(10_000, { error: 'is above 10 s, longer than a proof waits' }),
    jitterMs: length('the jitter'),
  })
  .refine(({ latencyMs, jitterMs }) => latencyMs > jitterMs, {
    error: 'delay nothing for sure; give a latency above the jitter',
  })

interface Slowness extends OnPath {
  /** So much later comes an answer; half of it on each way. */
  latency: Duration
  /** Give or take so much; nothing unless told. */
  jitter?: Duration
}

/** What web servers and store say to each other takes longer on its way. */
export const slow = defineFault(
  {
    kind: 'slow',
    summary: 'what web servers and store say to each other takes longer on its way',
    options,
    ...onPath<z.infer<typeof options>>('slow', ({ latencyMs, jitterMs }) => {
      return `by ${formatDuration(latencyMs)}${jitterMs === 0 ? '' : ` ± ${formatDuration(jitterMs)}`}`
    }),
    lastsMs,
    apply: (victim, { latencyMs, jitterMs, ...path }, { cluster, signal }) =>
      cluster.links.hinder(pathOf(victim, path), { kind: 'slow', latencyMs, jitterMs }, signal),
    prove: (victim, { latencyMs, jitterMs, ...path }, context) =>
      proveDelay(victim, path, { atLeastMs: latencyMs - jitterMs }, context),
    undo: {
      describe: (victim) => `make the path to ${victim} as fast as it was`,
      apply: (victim, path, { cluster, signal }) => cluster.links.free(pathOf(victim, path), 'slow', signal),
    },
  },
  (service: string, { latency, jitter = '0ms', ...path }: Slowness) => ({
    ...pathTo(service, path),
    latencyMs: lengthMs(latency),
    jitterMs: lengthMs(jitter),
  }),
)
