import type { RecordOf } from '../../engine/journal/records.ts'
import { mean } from '../statistics/mean.ts'
import type { CostResult } from '../trial-result.ts'
import { sumOfCounts } from './counts.ts'
import type { LoadClock } from './load-clock.ts'
import type { TrialRecords } from './trial-records.ts'
import { secondsOf, type TrialWindows } from './windows.ts'

/** Stands between web servers and store in a scenario that hinders the way there. */
export const pathService = 'path'

/** What drives and guards a trial, and the way to the store that faults hinder; they are no part of the target. */
const notOfTheTarget: ReadonlyMap<string, string> = new Map([
  ['traffic', 'generator'],
  ['k6', 'generator'],
  ['reaper', 'generator'],
  [pathService, pathService],
])
const uncountedRoles: ReadonlySet<string> = new Set(notOfTheTarget.values())

/** Whether what a role used is part of the target's cost. */
export function isCounted(role: string): boolean {
  return !uncountedRoles.has(role)
}

/**
 * What the measured part cost, by service: CPU seconds for 1,000 ok operations, and memory on the mean over time. Null
 * where usage was not recorded at least twice.
 */
export function costOf(
  records: Pick<TrialRecords, 'usages' | 'frames'>,
  clock: LoadClock,
  { measured }: TrialWindows,
): CostResult | null {
  const usages = records.usages.filter(({ at }) => {
    const atMs = clock.fromEngine(at)
    return atMs >= measured.fromMs && atMs <= measured.toMs
  })
  const [first, last] = [usages[0], usages.at(-1)]
  if (!first || !last || first === last) return null
  const span = { fromMs: clock.fromEngine(first.at), toMs: clock.fromEngine(last.at) }
  const seconds = secondsOf(measured).flatMap((second) => records.frames.seconds.get(second) ?? [])
  const ok = sumOfCounts(seconds.map(({ counts }) => counts)).ok
  // CPU is known from the first to the last reading only; operations are taken in the same proportion.
  const okOperations = (ok * (span.toMs - span.fromMs)) / (measured.toMs - measured.fromMs)
  // A session that was signed out must still exist, but nobody holds it any more.
  const live = seconds.flatMap(({ gauges }) =>
    gauges ? Math.max(0, gauges.sessions.must - gauges.sessions.signedOut) : [],
  )
  const sessions = live.length === 0 ? 0 : mean(live)
  const services = servicesOf(usages, { okOperations, sessions })
  const ofTarget = services.filter(({ role }) => isCounted(role))
  const busy = usages.flatMap(({ hostBusy }) => hostBusy ?? [])
  return {
    ...span,
    okOperations,
    services,
    cpuSecondsPer1000Ok: per(sum(ofTarget.map(({ cpuSeconds }) => cpuSeconds)) * 1_000, okOperations),
    memoryBytesPerSession: per(sum(ofTarget.map(({ memoryBytes }) => memoryBytes)), sessions),
    hostBusyMean: busy.length === 0 ? null : mean(busy),
    hostBusyMax: busy.length === 0 ? null : Math.max(...busy),
  }
}

function servicesOf(
  usages: readonly RecordOf<'usage'>[],
  { okOperations, sessions }: { okOperations: number; sessions: number },
): CostResult['services'] {
  const names = new Set(usages.flatMap(({ services }) => services.map(({ service }) => service)))
  return [...names].sort().map((service) => {
    const readings = usages.flatMap((usage) => usage.services.filter((each) => each.service === service))
    const wasThere = usages[0]?.services.some((each) => each.service === service)
    // A server that was added later used nothing before its first reading.
    const before = wasThere ? (readings[0]?.cpuSeconds ?? 0) : 0
    const cpuSeconds = used([before, ...readings.map((reading) => reading.cpuSeconds)])
    // On the mean over all readings: a server and the one that takes its place are never there at once.
    const memoryBytes = sum(readings.map((reading) => reading.memoryBytes)) / usages.length
    return {
      service,
      role: roleOf(service),
      cpuSeconds,
      cpuSecondsPer1000Ok: per(cpuSeconds * 1_000, okOperations),
      memoryBytes,
      memoryBytesPerSession: per(memoryBytes, sessions),
    }
  })
}

/** What readings of a counter add up to, which begins at nothing when its container starts again. */
function used(readings: readonly number[]): number {
  return sum(
    readings.slice(1).map((now, index) => {
      const before = readings[index] ?? 0
      return now < before ? now : now - before
    }),
  )
}

/** `web-2` → `web`. */
function roleOf(service: string): string {
  return notOfTheTarget.get(service) ?? service.replace(/-\d+$/, '')
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function per(amount: number, of: number): number | null {
  return of === 0 ? null : amount / of
}
