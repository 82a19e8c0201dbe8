import type Docker from 'dockerode'
import type { Service } from '../cluster.ts'

export interface ServiceUsage {
  service: string
  /** Since its container started. */
  cpuSeconds: number
  memoryBytes: number
}

/**
 * CPU and memory of containers, one reading each. One that has ended is left out: it has no usage any more.
 * One-shot, because the daemon would otherwise wait a second for a second reading.
 */
export async function readUsage(
  docker: Docker,
  services: readonly Pick<Service, 'name' | 'container'>[],
): Promise<ServiceUsage[]> {
  const readings = await Promise.all(
    services.map(async ({ name, container }) => {
      const options = { stream: false, 'one-shot': true } as const
      const stats = await docker.getContainer(container).stats(options).catch(unlessGone)
      return stats && parseUsage(name, stats)
    }),
  )
  return readings.filter((reading) => reading !== undefined)
}

/** What the daemon reports of a container; undefined for one that does not run. */
export function parseUsage(service: string, stats: Docker.ContainerStats): ServiceUsage | undefined {
  const { usage, stats: details } = stats.memory_stats
  if (!usage) return undefined
  // Pages of files that nobody has touched lately can be had back at any time: cgroup version 1, and 2.
  const reclaimable = details?.total_inactive_file ?? details?.inactive_file ?? 0
  return {
    service,
    cpuSeconds: stats.cpu_stats.cpu_usage.total_usage / 1e9,
    memoryBytes: Math.max(0, usage - reclaimable),
  }
}

/** It may have been killed or removed a moment ago: that is no error of the reading. */
function unlessGone(error: Error & { statusCode?: number }): undefined {
  if (error.statusCode !== 404 && error.statusCode !== 409) throw error
}
