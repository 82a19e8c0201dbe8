import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { loadFaults } from '../engine/catalogue/faults.ts'
import { systemClock } from '../engine/clock.ts'
import type { Cluster } from '../engine/cluster.ts'
import { DockerError } from '../engine/errors.ts'
import { inject } from '../engine/faults/inject.ts'
import { createUndoScope } from '../engine/faults/undo.ts'
import type { BenchFault, Kind, Way } from './fault-plan.ts'

/** A fault that is due at `plannedUnixMs`; gives the instant of the daemon's own event, in milliseconds since 1970. */
export type Strike = (fault: BenchFault, plannedUnixMs: number) => Promise<number>

const run = promisify(execFile)
const eventWithinMs = 10_000

/** Who is frozen is thawed before it gives its answer; who is killed stays so. A fault that is not confirmed throws. */
export async function strikeBothWays(cluster: Cluster, signal: AbortSignal): Promise<Record<Way, Strike>> {
  return { API: await byEngine(cluster, signal), CLI: byCommandLine(cluster, signal) }
}

/** As a trial does it. */
async function byEngine(cluster: Cluster, signal: AbortSignal): Promise<Strike> {
  const faults = await loadFaults()
  return async ({ kind, victim }, plannedUnixMs) => {
    const definition = faults.get(kind)
    if (!definition) throw new Error(`there is no fault "${kind}"`)
    await using undo = createUndoScope()
    const [evidence] = await inject(
      { id: 'f1', kind, title: kind, options: { service: victim }, definition, plannedUnixMs },
      {
        cluster,
        signal,
        undo,
        clock: systemClock,
        journal: { append() {}, [Symbol.dispose]() {} },
        emit: () => {},
        struck: { now: new Set(), ever: new Set() },
        sessions: () => ({}),
        seed: 1,
      },
    )
    signal.throwIfAborted()
    if (evidence?.verdict === 'confirmed' && evidence.observedUnixMs) return evidence.observedUnixMs
    throw new DockerError(`"${kind}" of ${victim} was not confirmed: ${evidence?.reason}`)
  }
}

const commands: Record<Kind, string> = { kill: 'kill', freeze: 'pause' }
const actions = { kill: 'die', freeze: 'pause' } as const

function byCommandLine(cluster: Cluster, signal: AbortSignal): Strike {
  const containers = new Map(cluster.services().map(({ name, container }) => [name, container]))
  return async ({ kind, victim }) => {
    using watch = cluster.watch()
    await run('docker', [commands[kind], containers.get(victim) ?? victim], { signal })
    const isIt = ({ service, action }: { service: string; action: string }) =>
      service === victim && action === actions[kind]
    const event = await watch.find(isIt, eventWithinMs, signal)
    if (kind === 'freeze') await cluster.thaw(victim, signal)
    if (event) return event.unixMs
    throw new DockerError(`"docker ${commands[kind]}" of ${victim} caused no "${actions[kind]}".`)
  }
}
