import type { Effect } from './faults/fault.ts'
import type { Prediction } from './journal/descriptions.ts'

export const affinities = ['none', 'cookie', 'source-hash', 'consistent-hash', 'stick-table'] as const
export type Affinity = (typeof affinities)[number]

/** By what becomes of the one who is struck, or by a fault's kind, which goes before that. */
export type Expectations = Readonly<Partial<Record<Effect, Prediction>> & Record<string, Prediction>>

/** An architecture under test: one file in `targets/`, whose name is the target's name. */
export interface Target {
  /** One line, as people say it. */
  title: string
  /** Where a session lives: a file in `targets/web/sessions/`, or a middleware in `targets/web/middleware/`. */
  sessions: string
  /** Which balancer stands in front: a file in `engine/docker/balancers/`, and its profile in docker-compose.yml. */
  balancer: string
  /**
   * How the balancer picks a server for a user who was here before: not at all, by a cookie of its own, by a hash of
   * the user's address modulo the servers, by a ring hash of the visitor's cookie, by a table of sessions it has seen.
   */
  affinity: Affinity
  /** What else the stack needs: profiles in docker-compose.yml. */
  services: readonly string[]
  /**
   * What theory says which sessions a fault signs out, by whom it strikes: a web server, the balancer, a node of the
   * store. What is not named is unpredicted.
   */
  predicts: { web?: Expectations; balancer?: Expectations; store?: Expectations }
  /** What a reader of its results must know, where there is something. */
  note?: string
}

/** Checks the shape at compile time; the file of a target exports the result as its default. */
export function defineTarget(target: Target): Target {
  return target
}
