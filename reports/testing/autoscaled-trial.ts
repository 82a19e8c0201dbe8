import type { AutoscalerDescription } from '../../engine/journal/descriptions.ts'
import type { JournalRecord, RecordOf } from '../../engine/journal/records.ts'
import { type SyntheticOptions, syntheticTrial } from './synthetic-trial.ts'

/** As many servers as requests a second need, between 2 and 4. */
export const autoscaler: AutoscalerDescription = {
  signal: 'requestsPerServer',
  target: 100,
  min: 2,
  max: 4,
  tolerance: 0.1,
  syncMs: 5_000,
  fromMs: 5_000,
  scaleOut: { stabiliseMs: 0, coolDownMs: 5_000 },
  scaleIn: { stabiliseMs: 0, coolDownMs: 5_000, pick: 'newest', drainMs: 4_000 },
  objective: { availability: 0.99, withinMs: 250 },
}

/** From 300 a second straight down to 200, and at once up to 310. */
export const movingRate = [
  { atMs: 10_000, perSecond: 300 },
  { atMs: 20_000, perSecond: 200 },
  { atMs: 25_000, perSecond: 200 },
  { atMs: 25_000, perSecond: 310 },
]

/** What one, two and three servers can take. */
export const capacity = [120, 220, 320].map((ratePerSecond, index) => ({ servers: index + 1, ratePerSecond }))

type Kept = Exclude<JournalRecord, { type: 'fault' | 'undo' | 'verdict' | 'balancer' | 'trial' }>

/**
 * The synthetic trial, in which nobody kills web-2: the autoscaler takes it in at 10 s, having drained it for 4 s, and
 * adds web-4, which is up at 20.5 s. Up are 3 servers, 2 from 11.5 s on, and 3 from 20.5 s on. The load demands 3, 2 from
 * 18 s on, where it falls below 220 a second, and 3 from 25 s on.
 */
export function autoscaledTrial(options: SyntheticOptions & { calibrated?: boolean } = {}): JournalRecord[] {
  const { calibrated = true, ...synthetic } = options
  const all = syntheticTrial({ predicts: { drain: 'homeOnVictim', add: 'nobody' }, ...synthetic })
  const start = all.find((record) => record.type === 'start')
  const startMs = (start?.unixMs ?? 0) - (options.daemonOffsetMs ?? 5)
  const at = (loadMs: number) => startMs + loadMs
  const trial = all.find((record) => record.type === 'trial')
  const balancers = all.filter((record) => record.type === 'balancer')
  return [
    ...(trial ? [autoscaled(trial)] : []),
    ...(calibrated ? [capacityAt(at(-1))] : []),
    ...all.filter(isKept),
    ...balancers.map((record) => withWeb4(record, at)),
    look({ at: at(10_000), servers: 3, wanted: 2, decision: 'in' }),
    ...changes(at),
    look({ at: at(15_000), servers: 2, wanted: 2, decision: 'none' }),
    look({ at: at(20_000), servers: 2, wanted: 3, decision: 'out' }),
  ].sort((a, b) => a.at - b.at)
}

function isKept(record: JournalRecord): record is Kept {
  return !['fault', 'undo', 'verdict', 'balancer', 'trial'].includes(record.type)
}

function autoscaled(record: RecordOf<'trial'>): RecordOf<'trial'> {
  const { target, block, scenario } = record
  return {
    ...record,
    trial: `b${block}-${target.name}-autoscale`,
    scenario: {
      ...scenario,
      name: 'autoscale',
      title: 'Servers that follow the load',
      question: 'Does scaling in sign users out?',
      rate: movingRate,
      ratePerSecond: 310,
      method: [],
      autoscaler,
    },
  }
}

function capacityAt(at: number): JournalRecord {
  return { type: 'capacity', at, objective: { availability: 0.99, withinMs: 250 }, points: capacity }
}

function withWeb4(record: RecordOf<'balancer'>, at: (loadMs: number) => number): JournalRecord {
  if (record.at < at(20_000)) return record
  const [first] = record.servers
  return { ...record, servers: [...record.servers, ...(first ? [{ ...first, server: 'web-4' }] : [])] }
}

function look({
  at,
  servers,
  wanted,
  decision,
}: {
  at: number
  servers: number
  wanted: number
  decision: 'in' | 'out' | 'none'
}): JournalRecord {
  const seen = { signal: autoscaler.signal, value: 90, max: 120, target: autoscaler.target }
  const said = { desired: wanted, wanted, decision, reason: 'as the formula says' }
  return { type: 'autoscaler', at, servers, ready: servers, ...seen, ...said }
}

function changes(at: (loadMs: number) => number): JournalRecord[] {
  const step = (
    [fault, kind, victim, title]: readonly [string, string, string, string],
    name: RecordOf<'fault'>['step'],
    loadMs: number,
  ): JournalRecord => ({
    type: 'fault',
    at: at(loadMs),
    fault,
    kind,
    victim,
    title,
    by: 'autoscaler',
    step: name,
    clock: 'engine',
    unixMs: at(loadMs),
  })
  const verdict = (fault: string, victim: string, loadMs: number): JournalRecord => {
    const found = { verdict: 'confirmed' as const, reason: 'as the daemon says' }
    return { type: 'verdict', at: at(loadMs), fault, victim, ...found }
  }
  const scaleIn = ['scale-1', 'drain', 'web-2', 'drain the newest of web'] as const
  const scaleOut = ['scale-2', 'add', 'web-4', 'add a web server'] as const
  return [
    step(scaleIn, 'requested', 6_000),
    step(scaleIn, 'draining', 6_100),
    step(scaleIn, 'takingOut', 10_000),
    step(scaleIn, 'takenOut', 10_019),
    step(scaleIn, 'observed', 10_300),
    verdict('scale-1', 'web-2', 10_301),
    step(scaleOut, 'requested', 20_001),
    step(scaleOut, 'observed', 20_200),
    step(scaleOut, 'detected', 20_450),
    verdict('scale-2', 'web-4', 20_451),
  ]
}
