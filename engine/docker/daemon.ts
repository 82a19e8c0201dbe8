import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import Docker from 'dockerode'
import type { Clock } from '../clock.ts'
import { DockerError } from '../errors.ts'
import type { NewRecord } from '../journal/records.ts'

/** A daemon that answers. Throws a DockerError when there is none. */
export async function connectToDocker(): Promise<Docker> {
  const docker = new Docker()
  try {
    await docker.ping()
  } catch (cause) {
    const where = process.env.DOCKER_HOST ?? 'the local socket'
    throw new DockerError(`Docker does not answer at ${where}: ${(cause as Error).message}.`, {
      hint: 'Start Docker, or run "npm run set-up", which installs and starts it where it may.',
      cause,
    })
  }
  return docker
}

/** Throws a DockerError that names the images of this project that are not built yet. */
export async function requireImages(docker: Docker, images: readonly string[]): Promise<void> {
  const missing: string[] = []
  for (const image of images) {
    await docker
      .getImage(image)
      .inspect()
      .catch((error: { statusCode?: number }) => {
        if (error.statusCode !== 404) throw error
        missing.push(image)
      })
  }
  if (missing.length > 0) {
    throw new DockerError(`Docker has no image ${missing.join(', ')}.`, {
      hint: 'Run "npm run set-up": it builds them.',
    })
  }
}

/** What a trial runs on; `ours` tells which containers are this experiment's own. */
export async function describeEnvironment(
  docker: Docker,
  composeVersion: string,
  ours: string,
): Promise<Extract<NewRecord, { type: 'environment' }>> {
  const [info, running] = await Promise.all([docker.info(), docker.listContainers()])
  return {
    type: 'environment',
    cpus: info.NCPU,
    memoryBytes: info.MemTotal,
    kernel: info.KernelVersion,
    docker: info.ServerVersion,
    compose: composeVersion,
    cgroup: `${info.CgroupDriver} v${info.CgroupVersion ?? '1'}`,
    otherContainers: running.filter((container) => container.Labels['outlast.experiment'] !== ours).length,
  }
}

/** The daemon's clock minus ours, by the answer with the shortest round trip; off by half of that at most. */
export async function compareClocks(
  docker: Docker,
  clock: Clock,
): Promise<Extract<NewRecord, { type: 'clock' }>> {
  const samples = []
  for (let sample = 0; sample < 5; sample++) {
    const asked = clock.now()
    const { SystemTime: systemTime } = await docker.info()
    const roundTripMs = clock.now() - asked
    samples.push({ offset: parseInstant(systemTime) - (asked + roundTripMs / 2), roundTripMs })
  }
  const best = samples.reduce((a, b) => (b.roundTripMs < a.roundTripMs ? b : a))
  return { type: 'clock', daemonOffsetMs: best.offset, uncertaintyMs: best.roundTripMs / 2 }
}

/** Milliseconds since 1970 of an RFC 3339 instant, keeping what Date would cut off below the millisecond. */
export function parseInstant(text: string): number {
  const fraction = /\.(\d+)/.exec(text)?.[1]
  const whole = Date.parse(text.replace(/\.\d+/, ''))
  return whole + (fraction ? Number(`0.${fraction}`) * 1_000 : 0)
}

/**
 * A function that says which share of all cores was busy since it was last asked; null on its first call, and
 * where the daemon runs on another machine than we do.
 */
export function hostBusyMeter(): () => number | null {
  if (!(process.env.DOCKER_HOST ?? 'unix:').startsWith('unix:') || !isLinux()) return () => null
  let before = cpuTimes()
  return () => {
    const now = cpuTimes()
    const total = now.total - before.total
    const busy = total > 0 ? 1 - (now.idle - before.idle) / total : null
    before = now
    return busy
  }
}

/** Docker Desktop runs its containers in a machine of its own, whose load we can't see. */
function isLinux(): boolean {
  try {
    return readFileSync('/proc/sys/kernel/ostype', 'utf8').startsWith('Linux')
  } catch {
    return false
  }
}

function cpuTimes(): { idle: number; total: number } {
  const times = cpus().map((cpu) => cpu.times)
  const idle = times.reduce((sum, time) => sum + time.idle, 0)
  return { idle, total: times.reduce((sum, t) => sum + t.user + t.nice + t.sys + t.irq + t.idle, 0) }
}
