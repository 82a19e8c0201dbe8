import type Docker from 'dockerode'
import type { Service } from '../cluster.ts'
import { versionLabel } from './labels.ts'
import { runIn } from './run-in.ts'

/**
 * What the services of a stack say of their versions, `redis` → `8.0.2`, one of each kind asked. Which command tells it
 * is said in docker-compose.yml, by a label; what has none is not asked.
 */
export async function readVersions(
  docker: Docker,
  services: readonly Pick<Service, 'name' | 'container'>[],
): Promise<Record<string, string>> {
  const kinds = new Map(services.toReversed().map(({ name, container }) => [kindOf(name), container]))
  const said = await Promise.all([...kinds].map(([kind, container]) => versionsOf(docker, kind, container)))
  return Object.assign({}, ...said)
}

async function versionsOf(docker: Docker, kind: string, container: string): Promise<Record<string, string>> {
  const { Config: config } = await docker.getContainer(container).inspect()
  const command = config.Labels[versionLabel]
  if (!command) return {}
  const { output } = await runIn(docker, container, ['sh', '-c', command])
  return parseVersions(kind, output)
}

/** `memcached-2` → `memcached`. */
const kindOf = (name: string) => name.replace(/-\d+$/, '')

/** A version a line, `node 24.1.0`, or the first number of that form as the version of the service. */
export function parseVersions(kind: string, output: string): Record<string, string> {
  const lines = [...output.matchAll(/^([a-z][a-z-]*) (\d+\.\d+(?:\.\d+)?)$/gm)]
  if (lines.length > 0) return Object.fromEntries(lines.map(([, name, version]) => [name, version]))
  return { [kind]: /\d+\.\d+(?:\.\d+)?/.exec(output)?.[0] ?? 'unknown' }
}
