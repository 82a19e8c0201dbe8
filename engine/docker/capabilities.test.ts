import { expect, test } from 'vitest'
import { capabilitiesOf, type DaemonInfo } from './capabilities.ts'

test.each<[daemon: string, info: DaemonInfo, capabilities: ReturnType<typeof capabilitiesOf>]>([
  [
    'with cgroup v1',
    { CgroupDriver: 'cgroupfs', CpuCfsQuota: true, MemoryLimit: true },
    { pause: true, cpuQuota: true, memoryLimit: true },
  ],
  [
    'with cgroup v2, rootless or not',
    { CgroupDriver: 'systemd', CpuCfsQuota: true, MemoryLimit: true },
    { pause: true, cpuQuota: true, memoryLimit: true },
  ],
  [
    'that is rootless, without cgroups of its own',
    { CgroupDriver: 'none', CpuCfsQuota: false, MemoryLimit: false },
    { pause: false, cpuQuota: false, memoryLimit: false },
  ],
  [
    'on a kernel without the memory controller',
    { CgroupDriver: 'cgroupfs', CpuCfsQuota: true, MemoryLimit: false },
    { pause: true, cpuQuota: true, memoryLimit: false },
  ],
  ['that says nothing of it', {}, { pause: true, cpuQuota: true, memoryLimit: true }],
])('a daemon %s', (_daemon, info, capabilities) => {
  expect(capabilitiesOf(info)).toEqual(capabilities)
})
