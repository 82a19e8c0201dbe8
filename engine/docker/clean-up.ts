import type Docker from 'dockerode'
import type { DockerError } from '../errors.ts'
import { asked } from './daemon.ts'
import { experimentLabel, reaperLabel } from './labels.ts'
import { notRemoved, removeAll } from './removal.ts'

/** Experiments that no Outlast holds, and that are not dead either: why they are there, and what removes them. */
const heldBySomebody: Readonly<Record<string, string>> = {
  up: '"outlast up" started it, "outlast down" removes it',
  'by-hand': 'started by hand, "docker compose --profile \'*\' down -v" removes it',
}
const heldByOutlast = 'it runs, and is removed when it ends'

/** A reaper that was created this long ago, and does not run yet, never will. */
const startWithinSeconds = 60

export interface CleanedUp {
  /** What was removed, as `container outlast-…-web-1`. */
  removed: string[]
  /** The experiments that were left alone, each with the reason. */
  spared: string[]
  /** Names what Docker would not remove. */
  failure?: DockerError
}

/** Removes what experiments left whose reaper does not live: it lives as long as its holder, and a little longer. */
export async function cleanUp(docker: Docker, signal: AbortSignal): Promise<CleanedUp> {
  // In this order: an experiment has a reaper before it has anything else.
  const found = await asked('list experiments', experimentsOnDaemon(docker))
  const held = await asked('list experiments', experimentsHeld(docker))
  const removed: string[] = []
  const spared: string[] = []
  const left: string[] = []
  for (const experiment of found) {
    signal.throwIfAborted()
    const reason = heldBySomebody[experiment] ?? (held.has(experiment) ? heldByOutlast : undefined)
    if (reason) {
      spared.push(`${experiment}: ${reason}`)
      continue
    }
    const swept = await removeAll(docker, [`${experimentLabel}=${experiment}`])
    removed.push(...swept.removed)
    left.push(...swept.left)
  }
  return { removed, spared, ...(left.length > 0 ? { failure: notRemoved(left, 'a dead run') } : {}) }
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
