import { z } from 'zod'
import { formatDuration } from '../duration.ts'
import { aimAt, aimed, aimOptions, aimShape, type Selection } from './aim.ts'
import { cutLinks, joinLinks, proveCut, type Way, ways } from './cut.ts'
import { defineFault } from './fault.ts'
import { noticedDown, proveByState } from './proof.ts'
import { type Lasting, lasting, lastingFor, lastsMs } from './times.ts'

const options = aimOptions(
  z.strictObject({
    ...aimShape,
    ...lasting,
    from: z.string().optional(),
    way: z.enum(ways, { error: `is not known; use one of ${ways.join(', ')}` }).optional(),
  }),
).refine(({ from, way }) => way === undefined || from !== undefined, {
  error: 'name a way without an other end; give from as well',
})

interface Partition extends Selection, Lasting {
  /** From whom it is cut off: a service, such as store, or one server; from all unless told. */
  from?: string
  /** What is lost: what it sends to them, what they send, or both; both unless told. */
  way?: Way
}

const { title, ...aiming } = aimed('cut off')

/** A container is cut off from all others, or from some of them: it runs on, and what is sent is lost. */
export const partition = defineFault(
  {
    kind: 'partition',
    summary: 'one container is cut off from all others, or from one service, also one way: it runs on',
    effect: 'stalled',
    options,
    ...aiming,
    title: ({ from, way, forMs, ...aim }) => {
      const place = from === 'store' || from === 'balancer' ? `the ${from}` : from
      const end = from === undefined ? '' : ` from ${place}${wayInWords(way)}`
      return `${title(aim)}${end}${forMs === undefined ? '' : ` for ${formatDuration(forMs)}`}`
    },
    other: ({ from }) => from,
    unavailable: ({ proxied }, { from }) =>
      proxied && from !== undefined
        ? 'in a scenario with slow, throttle or reset the web servers reach the store by a proxy, and not by what would be cut'
        : undefined,
    lastsMs,
    apply: (victim, { from, way = 'both' }, context) =>
      from === undefined
        ? context.cluster.disconnect(victim, context.signal)
        : cutLinks(victim, { from, way }, context),
    prove: (victim, { from, way = 'both' }, context) =>
      from === undefined
        ? proveByState(victim, context, {
            accept: ({ running, connected }) => running && !connected,
            expected: 'runs, and is on no network',
            ...noticedDown(victim),
          })
        : proveCut(victim, { from, way }, context),
    undo: {
      describe: (victim, { from }) =>
        from === undefined ? `reconnect ${victim} at its address` : `join ${victim} and ${from} again`,
      apply: (victim, { from }, context) =>
        from === undefined ? context.cluster.reconnect(victim, context.signal) : joinLinks(victim, context),
    },
  },
  (service: string, { from, way, ...options }: Partition = {}) => ({
    ...aimAt(service, options),
    ...lastingFor(options),
    ...(from === undefined ? {} : { from }),
    ...(way === undefined ? {} : { way }),
  }),
)

function wayInWords(way: Way = 'both'): string {
  switch (way) {
    case 'to':
      return ' (what it sends there)'
    case 'from':
      return ' (what comes from there)'
    case 'both':
      return ''
    default:
      return way satisfies never
  }
}
