import type Docker from 'dockerode'
import type { Clock } from '../clock.ts'
import type { NewRecordOf } from '../platform.ts'
import { capabilitiesOf } from './capabilities.ts'
import { parseInstant } from './daemon.ts'
import { experimentLabel } from './labels.ts'

/** What a trial runs on. */
export async function describeEnvironment(
  docker: Docker,
  { compose, experiment }: { compose: string; experiment: string },
): Promise<NewRecordOf<'environment'>> {
  const [info, running] = await Promise.all([docker.info(), docker.listContainers()])
  return {
    type: 'environment',
    cpus: info.NCPU,
    memoryBytes: info.MemTotal,
    kernel: info.KernelVersion,
    docker: info.ServerVersion,
    compose,
    cgroup: `${info.CgroupDriver} v${info.CgroupVersion ?? '1'}`,
    capabilities: capabilitiesOf(info),
    otherContainers: running.filter(({ Labels: labels }) => labels[experimentLabel] !== experiment).length,
  }
}

const samples = 5

/** The daemon's clock minus ours, by the answer with the shortest round trip; off by half of that at most. */
export async function compareClocks(
  docker: Docker,
  clock: Clock,
  signal: AbortSignal,
): Promise<NewRecordOf<'clock'>> {
  let best = { offsetMs: 0, roundTripMs: Number.POSITIVE_INFINITY }
  for (let sample = 0; sample < samples; sample++) {
    signal.throwIfAborted()
    const askedAt = clock.now()
    const { SystemTime: systemTime } = await docker.info()
    const roundTripMs = clock.now() - askedAt
    const offsetMs = parseInstant(systemTime) - (askedAt + roundTripMs / 2)
    if (roundTripMs < best.roundTripMs) best = { offsetMs, roundTripMs }
  }
  return { type: 'clock', daemonOffsetMs: best.offsetMs, uncertaintyMs: best.roundTripMs / 2 }
}
