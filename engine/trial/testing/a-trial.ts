import { declaredServices } from '../../catalogue/declared-services.ts'
import { loadFaults } from '../../catalogue/faults.ts'
import type { ExperimentEvent } from '../../events.ts'
import { createFakeClock, type FakeClock } from '../../fake/clock.ts'
import { type Alterations, createFakePlatform, type FakePlatform } from '../../fake/platform.ts'
import type { FaultDescription, ScenarioDescription, TargetDescription } from '../../journal/descriptions.ts'
import type { NewRecord } from '../../journal/records.ts'
import { planExperiment } from '../../plan.ts'
import type { Calibrations } from '../calibration.ts'
import type { TrialContext } from '../context.ts'
import { runTrial, type TrialResult } from '../trial.ts'

/** A target of which a test says only what matters to it. */
export function aTarget(fields: Partial<TargetDescription> = {}): TargetDescription {
  return {
    name: 'stateful-sticky',
    title: 'a target',
    sessions: 'memory',
    balancer: 'haproxy',
    affinity: 'cookie',
    services: [],
    predicts: {},
    ...fields,
  }
}

/** 60 s of load, 10 s of them warm-up. */
export function aScenario(fields: Partial<ScenarioDescription> = {}): ScenarioDescription {
  return {
    name: 'a-scenario',
    title: 'a scenario',
    question: 'does it hold?',
    servers: 3,
    users: 6,
    rate: [{ atMs: 0, perSecond: fields.ratePerSecond ?? 10 }],
    ratePerSecond: 10,
    warmUpMs: 10_000,
    durationMs: 60_000,
    timeoutMs: 3_000,
    lateMs: 500,
    connections: 'shared',
    operations: { read: 0.6, write: 0.38, logout: 0.02 },
    method: [],
    primaryMetric: 'usersSignedOut',
    hypothesis: {},
    ...fields,
  }
}

export function aFault(kind: string, options: Record<string, unknown> = {}, atMs = 30_000): FaultDescription {
  return { id: 'f1', kind, title: `${kind} something`, atMs, options }
}

export const killOneOfWeb = aFault('kill', { service: 'web' })

export interface RanTrial {
  result: TrialResult
  records: TimedRecord[]
  events: ExperimentEvent[]
  platform: FakePlatform
  clock: FakeClock
}
/** A record, and its instant counted from the beginning of the trial. */
export type TimedRecord = NewRecord & { sinceStartMs: number }

interface TrialOptions {
  method?: FaultDescription[]
  scenario?: Partial<ScenarioDescription>
  target?: Partial<TargetDescription>
  alter?: Alterations
  /** Interrupts the trial after this long. */
  interruptAtMs?: number
  /** Instead of writing it down. */
  append?(record: NewRecord): void
  faults?: TrialContext['faults']
  trafficSeed?: number
  blocks?: number
  calibrations?: Calibrations
  /** Hands over the platform before the trial, for a trial that throws. */
  seePlatform?(platform: FakePlatform): void
}

/** None was done before, and what one writes down is not looked at. */
function noCalibrations(): Calibrations {
  return { done: new Map(), openJournal: () => ({ append() {}, [Symbol.dispose]() {} }) }
}

/** Runs one trial on a fake platform, in no time. */
export async function aTrial(options: TrialOptions = {}): Promise<RanTrial> {
  // Before the clock is there: its time passes while nobody is busy with it.
  const faults = options.faults ?? (await loadFaults())
  const services = await declaredServices()
  const clock = createFakeClock()
  const platform = createFakePlatform(clock, options.alter)
  options.seePlatform?.(platform)
  const records: TimedRecord[] = []
  const events: ExperimentEvent[] = []
  const interruption = new AbortController()
  const startMs = clock.now()
  if (options.interruptAtMs !== undefined) {
    void clock.sleep(options.interruptAtMs).then(() => interruption.abort(new Error('interrupted')))
  }
  const { trials } = planExperiment({
    targets: [aTarget(options.target)],
    scenarios: [aScenario({ method: options.method ?? [], ...options.scenario })],
    blocks: 1,
    seed: 7,
    baseline: 'stateful-sticky',
  })
  const [planned] = trials
  if (!planned) throw new Error('nothing is planned')
  const result = await runTrial({
    planned: { ...planned, trafficSeed: options.trafficSeed ?? planned.trafficSeed },
    platform,
    clock,
    blocks: options.blocks ?? 1,
    journal: {
      append(record) {
        options.append?.(record)
        records.push({ ...record, sinceStartMs: clock.now() - startMs })
      },
      [Symbol.dispose]() {},
    },
    emit: (event) => void events.push(event),
    signal: interruption.signal,
    calibrations: options.calibrations ?? noCalibrations(),
    faults,
    services,
  })
  return { result, records, events, platform, clock }
}
