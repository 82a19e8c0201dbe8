import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/**
 * A function that says which share of all cores was busy since it was last asked; null on its first call, and
 * where the daemon does not run on the machine that we see.
 */
export function hostBusyMeter(): () => number | null {
  if (!isHostSeen()) return () => null
  let before: CpuTimes | undefined
  return () => {
    const now = cpuTimes()
    const total = now.totalMs - (before?.totalMs ?? now.totalMs)
    const busy = before && total > 0 ? 1 - (now.idleMs - before.idleMs) / total : null
    before = now
    return busy
  }
}

/** Whether the daemon runs on the machine that we see. */
export function isHostSeen(): boolean {
  return (process.env.DOCKER_HOST ?? 'unix:').startsWith('unix:') && isLinux()
}

interface CpuTimes {
  idleMs: number
  totalMs: number
}

/** Docker Desktop runs its containers in a machine of its own, whose load we can't see. */
function isLinux(): boolean {
  try {
    return readFileSync('/proc/sys/kernel/ostype', 'utf8').startsWith('Linux')
  } catch {
    return false
  }
}

function cpuTimes(): CpuTimes {
  const times = cpus().map((cpu) => cpu.times)
  const idleMs = times.reduce((sum, time) => sum + time.idle, 0)
  return { idleMs, totalMs: times.reduce((sum, t) => sum + t.user + t.nice + t.sys + t.irq + t.idle, 0) }
}
