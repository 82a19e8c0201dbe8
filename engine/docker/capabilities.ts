import type { Capabilities } from '../journal/records.ts'

/** What `docker info` says of it; what a daemon leaves out, it is taken to have. */
export interface DaemonInfo {
  CgroupDriver?: string
  CpuCfsQuota?: boolean
  MemoryLimit?: boolean
}

/**
 * What this daemon can do to a running container. Where the cgroups of containers are not its own, as for a rootless
 * one without cgroup v2 and systemd, its driver is `none`: then it can neither suspend nor limit anything
 * (Docker, "Rootless mode", limiting resources).
 */
export function capabilitiesOf({ CgroupDriver, CpuCfsQuota, MemoryLimit }: DaemonInfo): Capabilities {
  const ownsCgroups = CgroupDriver !== 'none'
  return {
    pause: ownsCgroups,
    cpuQuota: ownsCgroups && CpuCfsQuota !== false,
    memoryLimit: ownsCgroups && MemoryLimit !== false,
  }
}
