import { fileURLToPath } from 'node:url'
import { filesIn } from './found-files.ts'

const folder = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Where things are found by their place: the folder as people see it, and as the system knows it. */
export const places = {
  targets: { shown: 'targets', path: folder('targets') },
  scenarios: { shown: 'scenarios', path: folder('scenarios') },
  faults: { shown: 'engine/faults', path: folder('engine/faults') },
  balancers: { shown: 'engine/docker/balancers', path: folder('engine/docker/balancers') },
  middlewares: { shown: 'targets/web/middleware', path: folder('targets/web/middleware') },
  sessions: { shown: 'targets/web/sessions', path: folder('targets/web/sessions') },
} as const

/** Where sessions can live: the files of `targets/web/sessions/`, and the middlewares `*-session` beside it. */
export async function sessionStoreNames(): Promise<string[]> {
  const [stores, middlewares] = await Promise.all([
    filesIn(places.sessions.path),
    filesIn(places.middlewares.path),
  ])
  return [
    ...stores.keys(),
    ...[...middlewares.keys()].filter((name) => /^(?!user-)[a-z]+-session$/.test(name)),
  ]
}

/** The balancers that the engine can speak to: the names of the files in `engine/docker/balancers/`. */
export async function balancerNames(): Promise<string[]> {
  return [...(await filesIn(places.balancers.path)).keys()]
}
