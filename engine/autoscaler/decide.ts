import type { AutoscalerDescription } from '../journal/descriptions.ts'

export type Limits = Pick<AutoscalerDescription, 'min' | 'max'> & {
  scaleOut: Pick<AutoscalerDescription['scaleOut'], 'stabiliseMs' | 'coolDownMs'>
  scaleIn: Pick<AutoscalerDescription['scaleIn'], 'stabiliseMs' | 'coolDownMs'>
}

/** What was recommended and done before. */
export interface Memory {
  recommendations: readonly { atMs: number; servers: number }[]
  /** When the number of servers was last changed. */
  changedAtMs?: number
}

/** Before the first sync the servers that there are count as recommended, so that none goes at first sight. */
export const memoryAtStart = (atMs: number, servers: number): Memory => ({
  recommendations: [{ atMs, servers }],
})

interface Situation {
  atMs: number
  servers: number
  /** By the formula alone. */
  desired: number
  /** Those of the servers that are being added: the one that goes may not be one of them. */
  starting: number
}

export interface Decision {
  wanted: number
  decision: 'out' | 'in' | 'none'
  /** As the end of a sentence. */
  reason: string
  memory: Memory
}

/**
 * What is done about a recommendation: within the limits; stabilised, as the Kubernetes horizontal pod autoscaler does
 * it, by the lowest recommendation of its window for scaling out, and the highest of its window for scaling in; and
 * not while the last change, in either direction, is too fresh.
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window
 */
export function decide(
  { atMs, servers, desired, starting }: Situation,
  limits: Limits,
  before: Memory,
): Decision {
  const { min, max, scaleOut, scaleIn } = limits
  const bounded = clamp(desired, min, max)
  const recommendations = [...before.recommendations, { atMs, servers: bounded }].filter(
    (past) => atMs - past.atMs < Math.max(scaleOut.stabiliseMs, scaleIn.stabiliseMs) || past.atMs === atMs,
  )
  const memory = { ...before, recommendations }
  const within = (windowMs: number) =>
    recommendations
      .filter((past) => past.atMs === atMs || atMs - past.atMs < windowMs)
      .map((past) => past.servers)
  const out = Math.min(...within(scaleOut.stabiliseMs))
  const down = Math.max(...within(scaleIn.stabiliseMs))
  const stable = clamp(servers < out ? out : servers > down ? down : servers, min, max)
  const none = (reason: string): Decision => ({ wanted: servers, decision: 'none', reason, memory })

  if (stable === servers) return none(whyNot({ servers, desired, bounded }))
  const direction = stable > servers ? 'out' : 'in'
  if (direction === 'in' && starting > 0) return none('a server is still being added')
  const coolDownMs = direction === 'out' ? scaleOut.coolDownMs : scaleIn.coolDownMs
  const sinceMs = atMs - (before.changedAtMs ?? Number.NEGATIVE_INFINITY)
  const isOutside = servers < min || servers > max
  if (sinceMs < coolDownMs && !isOutside) return none(`the last change is too fresh for scaling ${direction}`)
  return {
    wanted: stable,
    decision: direction,
    reason: why({ desired, bounded, stable, min, max }),
    memory: { ...memory, changedAtMs: atMs },
  }
}

const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value))

function whyNot({
  servers,
  desired,
  bounded,
}: {
  servers: number
  desired: number
  bounded: number
}): string {
  if (desired === servers) return 'as many as the load asks for'
  if (bounded === servers) return `the load asks for ${desired}, beyond the limits`
  return `the load asks for ${desired}, but not for long enough`
}

function why(numbers: {
  desired: number
  bounded: number
  stable: number
  min: number
  max: number
}): string {
  const { desired, bounded, stable, min, max } = numbers
  const asks = `the load asks for ${desired}`
  if (stable !== bounded) return `${asks}, and asked for ${stable} within the stabilisation window`
  if (desired > max) return `${asks}, and ${max} is the maximum`
  if (desired < min) return `${asks}, and ${min} is the minimum`
  return asks
}
