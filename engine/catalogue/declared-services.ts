import { readFile } from 'node:fs/promises'

const file = new URL('../../docker-compose.yml', import.meta.url)

/** What a target can ask for beside web servers, and the containers that each brings: `memcached` → `memcached-1` … */
export type DeclaredServices = ReadonlyMap<string, readonly string[]>

/** Profiles that no target can ask for: they run beside the stack under test. */
const besideTheStack = ['traffic', 'reaper', 'path']

/** The profiles of docker-compose.yml, each with its containers. */
export async function declaredServices(): Promise<DeclaredServices> {
  return servicesIn(await readFile(file, 'utf8'))
}

/**
 * Reads no more of YAML than that file has: profiles stand in one line, of a service itself or of the anchor that it
 * begins with. No Docker is asked, since a scenario is checked without one.
 */
export function servicesIn(compose: string): DeclaredServices {
  const blocks = compose.split(/^(?=\S)/m)
  const shared = new Map(
    blocks.flatMap((block) => {
      const anchor = /^x-\S+ &(\S+)/.exec(block)?.[1]
      return anchor === undefined ? [] : [[anchor, profilesIn(block)]]
    }),
  )
  const services = blocks.find((block) => block.startsWith('services:')) ?? ''
  const found = new Map<string, string[]>()
  for (const block of services.split(/^ {2}(?=\S+:$)/m)) {
    const name = /^(\S+):$/m.exec(block)?.[1] ?? ''
    const anchor = /^ +<<: \*(\S+)$/m.exec(block)?.[1] ?? ''
    for (const profile of profilesIn(block) ?? shared.get(anchor) ?? []) {
      if (!besideTheStack.includes(profile)) found.set(profile, [...(found.get(profile) ?? []), name])
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function profilesIn(block: string): string[] | undefined {
  const names = /^ +profiles: \[([^\]]+)\]$/m.exec(block)?.[1]
  return names?.split(',').map((name) => name.trim())
}
