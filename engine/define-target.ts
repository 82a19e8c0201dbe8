import type { Prediction } from './journal/records.ts'

/** An architecture under test: one file in `targets/`, whose name is the target's name. */
export interface Target {
  /** One line, as people say it. */
  title: string
  /** Where a session lives: a file in `targets/web/sessions/`. */
  sessions: string
  /** Which balancer stands in front: its profile in docker-compose.yml. */
  balancer: 'haproxy'
  /** How the balancer picks a server for a user who was here before. */
  affinity: 'none' | 'cookie'
  /** What else the stack needs: profiles in docker-compose.yml. */
  services: readonly string[]
  /** What theory says which sessions a fault of that kind signs out. A kind not named here is unpredicted. */
  predicts: Readonly<Record<string, Prediction>>
}

/** Checks the shape at compile time; the file of a target exports the result as its default. */
export function defineTarget(target: Target): Target {
  return target
}
