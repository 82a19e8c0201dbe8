import { z } from 'zod'
import type { Cluster } from '../cluster.ts'
import { formatDuration } from '../duration.ts'
import { isOne } from './named.ts'
import { primaryOf } from './primary.ts'
import { running } from './proof.ts'

/** How those that are struck are chosen among those that could be. */
export const picks = ['random', 'newest', 'another', 'mostSessions', 'fewestSessions'] as const
export type Pick = (typeof picks)[number]

/** How many of a service are struck, and which; one at random unless told otherwise. */
export type Selection = {
  /** So many. */
  count?: number | undefined
  /** From above 0 to 1, of those that run; rounded, but one at least. */
  share?: number | undefined
  /** All but so many. */
  allBut?: number | undefined
  /**
   * Drawn by the seed; the newest first; drawn among those that no earlier fault of the trial has struck; or by how
   * many sessions a web server holds, as the traffic knows it: whose user it was that it answered last.
   */
  pick?: Pick | undefined
}

/**
 * Whom a fault strikes: a service, or one container of it; `web`, `store`, `balancer` for all that serve as one; or the
 * `primary`, the node of a store that takes the writes when the fault is due.
 */
export type Aim = Selection & { service: string }

const howMany = { error: 'is no whole number that makes sense here; give how many' }

/** The options of every fault that strikes containers; `saidOnce` checks them together. */
export const aimShape = {
  service: z.string(),
  count: z.int(howMany).positive(howMany).optional(),
  share: z.number().gt(0).max(1, { error: 'is above 1; give a share' }).optional(),
  allBut: z.int(howMany).nonnegative(howMany).optional(),
  pick: z.enum(picks, { error: `is not known; use one of ${picks.join(', ')}` }).optional(),
}

/** Refuses options that say twice how many are struck. */
export function aimOptions<Schema extends z.ZodType<Aim>>(schema: Schema): Schema {
  return schema
    .refine(saysOnce, { error: 'say twice how many; give one of count, share and allBut' })
    .refine(({ pick, service }) => !picksBySessions(pick) || service === 'web', {
      path: ['pick'],
      error: 'needs to know who holds sessions, which is known of web servers only; pick another way',
    })
}

export function picksBySessions(pick: Pick | undefined): pick is 'mostSessions' | 'fewestSessions' {
  return pick === 'mostSessions' || pick === 'fewestSessions'
}

function saysOnce({ count, share, allBut }: Selection): boolean {
  return [count, share, allBut].filter((said) => said !== undefined).length <= 1
}

/** What the faults on containers have in common; `verb` is how its title begins. */
export function aimed(verb: string) {
  return {
    title: ({ forMs, ...aim }: Aim & { forMs?: number | undefined }) =>
      `${verb} ${whom(aim)}${forMs === undefined ? '' : ` for ${formatDuration(forMs)}`}`,
    service: ({ service }: Aim) => service,
    selection: ({ count, share, allBut, pick }: Aim): Selection => ({ count, share, allBut, pick }),
    candidates: (cluster: Cluster, { service }: Aim, signal: AbortSignal) =>
      service === 'primary' ? primaryOf(cluster, signal) : running(cluster, service),
  }
}

/** As a scenario writes it, without what was left out. */
export function aimAt(service: string, { count, share, allBut, pick }: Selection): Aim {
  return {
    service,
    ...(count === undefined ? {} : { count }),
    ...(share === undefined ? {} : { share }),
    ...(allBut === undefined ? {} : { allBut }),
    ...(pick === undefined ? {} : { pick }),
  }
}

/** `one of web`, `web-2`, `50 % of web`, `the newest 2 of web`, `all but 1 of web`, `the balancer`. */
function whom({ service, count, share, allBut, pick }: Aim): string {
  const place = ['store', 'primary', 'balancer'].includes(service) ? `the ${service}` : service
  const many =
    allBut !== undefined
      ? `all but ${allBut}`
      : share !== undefined
        ? `${Math.round(share * 100)} %`
        : count !== undefined && `${count}`
  if (pick === 'newest') return `the newest ${many ? `${many} ` : ''}of ${place}`
  if (picksBySessions(pick)) {
    return `${many || 'one'} of ${place} with the ${pick === 'mostSessions' ? 'most' : 'fewest'} sessions`
  }
  if (pick === 'another') return `${many || 'one'} more of ${place}`
  const isAlone = service !== 'store' && (place !== service || isOne(service))
  if (!many && isAlone) return place
  return `${many || 'one'} of ${place}`
}
