import { z } from 'zod'
import { formatDuration } from '../duration.ts'
import type { Answer, Path } from '../links.ts'
import { aimed } from './aim.ts'
import type { FaultContext } from './fault.ts'
import { running } from './proof.ts'
import { type Lasting, lasting, lastingFor } from './times.ts'

/** What the faults on the path between the web servers and a store have in common: each of its nodes is a victim. */
export interface OnPath extends Lasting {
  /** Only the path of this web server, `web-2`; of all of them unless told, those that are added later too. */
  on?: string
}

const elsewhere = /^(web|balancer|haproxy|nginx|caddy)/

export const pathShape = {
  service: z.string().refine((name) => !elsewhere.test(name), {
    error: 'is no store; only what web servers and a store say to each other can be hindered',
  }),
  on: z
    .string()
    .regex(/^web-[1-9]\d*$/, { error: 'is no web server; give one such as web-2' })
    .optional(),
  ...lasting,
}

interface PathOptions {
  service: string
  on?: string | undefined
  forMs?: number | undefined
}

/** As a scenario writes it, without what was left out. */
export function pathTo(service: string, { on, ...options }: OnPath) {
  return { service, ...(on === undefined ? {} : { on }), ...lastingFor(options) }
}

/** `how` is the end of its title: `by 100 ms`. */
export function onPath<Options extends PathOptions>(verb: string, how: (options: Options) => string) {
  const { candidates } = aimed(verb)
  return {
    effect: 'stalled' as const,
    needsPath: true,
    title: (options: Options) => {
      const { service, on, forMs } = options
      const place = ['store', 'primary'].includes(service) ? `the ${service}` : service
      const ends = `${on === undefined ? '' : `of ${on} `}to ${place}`
      const words = [
        `${verb} the path ${ends}`,
        how(options),
        forMs !== undefined && `for ${formatDuration(forMs)}`,
      ]
      return words.filter(Boolean).join(' ')
    },
    service: ({ service }: Options) => service,
    other: ({ on }: Options) => on,
    selection: () => ({ allBut: 0 }),
    candidates,
  }
}

export function pathOf(node: string, { on }: PathOptions): Path {
  return on === undefined ? { node } : { node, server: on }
}

export interface Asked {
  server: string
  byPath: Answer
}

/**
 * Asks a node as each of the web servers does whose path it is, and as one of them past that path. One after the other,
 * to take little from those who are measured.
 */
export async function askBothWays(
  node: string,
  { on }: PathOptions,
  { bytes = 0 }: { bytes?: number },
  { cluster, signal }: FaultContext,
): Promise<{ asked: Asked[]; straight: Answer }> {
  const servers = on === undefined ? running(cluster, 'web') : [on]
  const asked: Asked[] = []
  for (const from of servers) {
    const byPath = await cluster.links.ask({ from, to: node }, { by: 'path', bytes }, signal)
    asked.push({ server: from, byPath })
  }
  const [from = ''] = servers
  const straight = await cluster.links.ask({ from, to: node }, { by: 'straight', bytes }, signal)
  return { asked, straight }
}
