import { readFileSync } from 'node:fs'
import { isHostSeen } from './host-busy.ts'

/** The share of the host's memory that programs can still have; null where the daemon's machine is not ours. */
export function hostMemoryAvailable(): number | null {
  return isHostSeen() ? availableShare(readFileSync('/proc/meminfo', 'utf8')) : null
}

/** Of the text of /proc/meminfo: MemAvailable ÷ MemTotal, as proc_meminfo(5) defines them; null where one is missing. */
export function availableShare(meminfo: string): number | null {
  const kibibytesOf = (name: string) => Number(meminfo.match(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm'))?.[1])
  const share = kibibytesOf('MemAvailable') / kibibytesOf('MemTotal')
  return Number.isFinite(share) ? share : null
}
