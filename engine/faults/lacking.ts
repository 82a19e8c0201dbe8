import type { NewRecordOf } from '../platform.ts'

const what = {
  pause: 'suspend a container',
  cpuQuota: 'limit the processor time of a container',
  memoryLimit: 'limit the memory of a container',
} as const
export type Capability = keyof typeof what

/** Why it can't be done on this platform; undefined where it can. A journal of before does not say: it can. */
export function lacking(
  { capabilities, docker, cgroup }: NewRecordOf<'environment'>,
  needed: readonly Capability[],
): string | undefined {
  const missing = needed.find((capability) => capabilities?.[capability] === false)
  if (missing === undefined) return undefined
  return `this Docker can't ${what[missing]} (${docker}, cgroups by ${cgroup}). A daemon that has cgroups of its own can: one that is not rootless, or a rootless one with cgroup v2 and systemd.`
}
