import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'

const file = new URL('../../docker-compose.yml', import.meta.url)

/** What a target can ask for beside web servers, and the containers that each brings: `memcached` → `memcached-1` … */
export type DeclaredServices = ReadonlyMap<string, readonly string[]>

/** Profiles that no target can ask for: they run beside the stack under test. */
const besideTheStack = ['traffic', 'reaper', 'path']

/** The part of docker-compose.yml that is read. */
const composeFile = z.object({
  services: z.record(z.string(), z.object({ profiles: z.array(z.string()).default([]) })),
})

/** The profiles of docker-compose.yml, each with its containers. */
export async function declaredServices(): Promise<DeclaredServices> {
  return servicesIn(await readFile(file, 'utf8'))
}

/** No Docker is asked for its reading of the file, since a scenario is checked without one. */
export function servicesIn(compose: string): DeclaredServices {
  // The file is ours: what its nested anchors come to is no attack.
  const { services } = composeFile.parse(parse(compose, { merge: true, maxAliasCount: -1 }))
  const found = new Map<string, string[]>()
  for (const [name, { profiles }] of Object.entries(services)) {
    for (const profile of profiles.filter((each) => !besideTheStack.includes(each))) {
      found.set(profile, [...(found.get(profile) ?? []), name])
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}
