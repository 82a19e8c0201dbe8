import type Docker from 'dockerode'
import type { Limits } from '../cluster.ts'

type HostConfig = Docker.ContainerInspectInfo['HostConfig']

/** Of the scheduler's period, in microseconds. */
const periodMicroseconds = 100_000
const unlimited = -1

/** What a container may use, as the daemon has it. */
export function limitsOf({ NanoCpus, CpuQuota, CpuPeriod, Memory }: HostConfig): Limits {
  const quota = CpuQuota && CpuQuota > 0 ? CpuQuota / (CpuPeriod || periodMicroseconds) : null
  return { cpus: NanoCpus ? NanoCpus / 1e9 : quota, memoryBytes: Memory && Memory > 0 ? Memory : null }
}

/** What the daemon is told for lower limits. Memory has no swap beside it: it would only be slower. */
export function updateFor({ cpus, memoryBytes }: Partial<Limits>, original: HostConfig): object {
  return {
    ...(cpus == null ? {} : cpuUpdate(cpus, original)),
    ...(memoryBytes == null ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
  }
}

/** What the daemon is told so that all is as it was; it takes a 0 for "as it is". */
export function updateBackTo({ NanoCpus, CpuQuota, CpuPeriod, Memory, MemorySwap }: HostConfig): object {
  const cpu = NanoCpus
    ? { NanoCpus }
    : { CpuPeriod: CpuPeriod || periodMicroseconds, CpuQuota: CpuQuota || unlimited }
  return { ...cpu, Memory: Memory || unlimited, MemorySwap: MemorySwap || unlimited }
}

function cpuUpdate(cpus: number, { NanoCpus, CpuPeriod }: HostConfig): object {
  if (NanoCpus) return { NanoCpus: Math.round(cpus * 1e9) }
  const period = CpuPeriod || periodMicroseconds
  return { CpuPeriod: period, CpuQuota: Math.round(cpus * period) }
}
