import { faultSteps, type RecordOf } from '../../engine/journal/records.ts'
import type { FaultResult } from '../trial-result.ts'
import type { LoadClock } from './load-clock.ts'
import type { TrialRecords } from './trial-records.ts'

/** The time line of every fault, one entry for each victim, on the clock of the load. */
export function faultsOf(records: TrialRecords, clock: LoadClock | undefined): FaultResult[] {
  return [...plannedFaults(records, clock), ...(clock ? scalingActions(records, clock) : [])]
}

function plannedFaults(records: TrialRecords, clock: LoadClock | undefined): FaultResult[] {
  return records.trial.scenario.method.flatMap(({ id, kind, title, atMs }): FaultResult[] => {
    const planned = { fault: id, kind, title, plannedAtMs: atMs }
    const victims = new Set(records.steps.flatMap(({ fault, victim }) => (fault === id ? victim : [])))
    if (victims.size === 0 || !clock) {
      return [{ ...planned, victim: null, steps: [], verdict: 'missing', reason: 'it was never begun' }]
    }
    return [...victims].map((victim) => ({ ...planned, ...struck(records, clock, { fault: id, victim }) }))
  })
}

/** What no scenario planned: the autoscaler took servers in and out as the load went. */
function scalingActions(records: TrialRecords, clock: LoadClock): FaultResult[] {
  const decided = records.steps.filter(({ by }) => by === 'autoscaler')
  const actions = Map.groupBy(decided, ({ fault, victim }) => `${fault} ${victim}`)
  return [...actions.values()].flatMap(([first]): FaultResult[] => {
    if (!first) return []
    const { fault, kind, title = kind, victim, unixMs } = first
    const plannedAtMs = clock.fromEngine(unixMs)
    return [
      { fault, kind, title, plannedAtMs, ...struck(records, clock, { fault, victim }), by: 'autoscaler' },
    ]
  })
}

function struck(
  { steps, verdicts }: TrialRecords,
  clock: LoadClock,
  { fault, victim }: { fault: string; victim: string },
): Pick<FaultResult, 'victim' | 'steps' | 'verdict' | 'reason'> {
  const isThis = (record: { fault: string; victim: string }) =>
    record.fault === fault && record.victim === victim
  const given = verdicts.findLast(isThis)
  return {
    victim,
    steps: stepsOf(steps.filter(isThis), clock),
    verdict: given?.verdict ?? 'missing',
    reason: given?.reason ?? 'the journal ends before its verdict',
  }
}

/** Instants are not an order: what the daemon saw can come before the API's answer. */
function stepsOf(steps: RecordOf<'fault'>[], clock: LoadClock): FaultResult['steps'] {
  return steps
    .map(({ step, unixMs, clock: whose, detail }) => ({
      step,
      atMs: whose === 'daemon' ? clock.fromDaemon(unixMs) : clock.fromEngine(unixMs),
      detail: detail ?? null,
    }))
    .sort((a, b) => a.atMs - b.atMs || faultSteps.indexOf(a.step) - faultSteps.indexOf(b.step))
}

export function isWebServer(victim: string): boolean {
  return /^web(-|$)/.test(victim)
}

/** The earliest instant of a step over all victims of a fault; undefined where none has it. */
export function earliest(
  victims: readonly FaultResult[],
  step: FaultResult['steps'][number]['step'],
): number | undefined {
  return instants(victims, step).at(0)
}

export function latest(
  victims: readonly FaultResult[],
  step: FaultResult['steps'][number]['step'],
): number | undefined {
  return instants(victims, step).at(-1)
}

function instants(victims: readonly FaultResult[], wanted: FaultResult['steps'][number]['step']): number[] {
  return victims
    .flatMap(({ steps }) => steps.filter(({ step }) => step === wanted).map(({ atMs }) => atMs))
    .sort((a, b) => a - b)
}

/** The victims of each fault that was begun, in the order in which they were requested. */
export function faultsBegun(faults: readonly FaultResult[]): FaultResult[][] {
  const byFault = Map.groupBy(
    faults.filter((fault) => earliest([fault], 'requested') !== undefined),
    ({ fault }) => fault,
  )
  return [...byFault.values()].sort(
    (a, b) => (earliest(a, 'requested') ?? 0) - (earliest(b, 'requested') ?? 0),
  )
}
