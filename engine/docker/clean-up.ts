import type Docker from 'dockerode'
import { DockerError } from '../errors.ts'
import { sweep } from '../reaper/sweep.ts'
import { engineApiOf } from './engine-api.ts'
import { experimentLabel, reaperLabel } from './labels.ts'

/** Experiments that no Outlast holds, and that are not dead either. */
const heldBySomebody: Readonly<Record<string, string>> = {
  up: 'a target left running: "outlast down" removes it',
  'by-hand': 'started by hand: "docker compose --profile \'*\' down" removes it',
}

/** A reaper that was created this long ago, and does not run yet, never will. */
const startWithinSeconds = 60

interface CleanUpOptions {
  signal: AbortSignal
  /** Which to look at; all that the daemon has objects of, unless told otherwise. */
  experiments?: readonly string[]
}

/**
 * Removes what experiments left whose reaper does not live: it lives as long as its holder, and a little longer.
 * Throws a DockerError that names what Docker would not remove.
 */
export async function cleanUp(
  docker: Docker,
  { signal, experiments }: CleanUpOptions,
): Promise<{ removed: string[]; spared: string[] }> {
  // In this order: an experiment has a reaper before it has anything else.
  const found = experiments ?? (await experimentsOnDaemon(docker))
  const held = await experimentsHeld(docker)
  const api = engineApiOf(docker)
  const removed: string[] = []
  const spared: string[] = []
  const left: string[] = []
  for (const experiment of found) {
    signal.throwIfAborted()
    const reason = heldBySomebody[experiment] ?? (held.has(experiment) ? 'running' : undefined)
    if (reason) {
      spared.push(`${experiment} (${reason})`)
      continue
    }
    const swept = await sweep(api, [`${experimentLabel}=${experiment}`])
    removed.push(...swept.removed)
    left.push(...swept.left)
  }
  if (left.length === 0) return { removed, spared }
  throw new DockerError(`Docker would not remove ${left.join(', ')}.`, {
    hint: 'Run "outlast clean" again; where that does not help, restart the Docker daemon.',
  })
}

async function experimentsOnDaemon(docker: Docker): Promise<string[]> {
  const filters = { label: [experimentLabel] }
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ])
  const names = [...containers, ...networks, ...(volumes ?? [])].map(
    ({ Labels }) => Labels?.[experimentLabel],
  )
  return [...new Set(names.filter((name) => name !== undefined))].sort()
}

async function experimentsHeld(docker: Docker): Promise<Set<string>> {
  const filters = { label: [experimentLabel] }
  const { SystemTime: systemTime } = await docker.info()
  const oldest = Date.parse(systemTime) / 1_000 - startWithinSeconds
  const containers = await docker.listContainers({ all: true, filters })
  const isAlive = ({ State, Created }: Docker.ContainerInfo) =>
    State === 'running' || (State === 'created' && Created > oldest)
  const holders = containers.filter((container) => reaperLabel in container.Labels && isAlive(container))
  const held = holders.map(({ Labels }) => Labels[experimentLabel] ?? '')
  const tests = containers.map(({ Labels }) => Labels[experimentLabel] ?? '').filter(isOfLivingTest)
  return new Set([...held, ...tests])
}

/** A test that starts single containers has no reaper, and names its experiment after its process. */
function isOfLivingTest(experiment: string): boolean {
  const processId = /^test-(\d+)-/.exec(experiment)?.[1]
  if (processId === undefined) return false
  try {
    process.kill(Number(processId), 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
