import { InputError } from '../../engine/errors.ts'
import { readJournal } from '../../engine/journal/read.ts'
import type { JournalRecord, RecordOf } from '../../engine/journal/records.ts'
import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import { FrameTotals } from './frame-totals.ts'

/** Everything in a journal but its sessions, which are too many to be held: `sessionsOf` reads them. */
export interface TrialRecords {
  trial: RecordOf<'trial'>
  /** When the last record was written, on the engine's clock. */
  lastAt: number
  environment: RecordOf<'environment'> | undefined
  clock: RecordOf<'clock'> | undefined
  stack: RecordOf<'stack'> | undefined
  start: RecordOf<'start'> | undefined
  end: RecordOf<'end'> | undefined
  drained: RecordOf<'drained'> | undefined
  steps: RecordOf<'fault'>[]
  verdicts: RecordOf<'verdict'>[]
  warnings: RecordOf<'warning'>[]
  /** What the autoscaler saw and decided. */
  autoscalers: RecordOf<'autoscaler'>[]
  /** Absent where nothing was calibrated. */
  capacity?: RecordOf<'capacity'>
  balancers: RecordOf<'balancer'>[]
  /** Absent where the trial ended before its load began. */
  traffic?: RecordOf<'traffic'>
  /** Whom the balancer called up or down. */
  health: RecordOf<'health'>[]
  requestLogs: RecordOf<'requestLog'>[]
  usages: RecordOf<'usage'>[]
  servers: RecordOf<'server'>[]
  frames: FrameTotals
  sessions: number
}

/**
 * Reads a journal, whole or cut off. Undefined when not even its first record was written. Throws an InputError when it
 * is damaged.
 */
export async function readTrial(journal: string): Promise<TrialRecords | undefined> {
  let records: TrialRecords | undefined
  for await (const record of readJournal(journal)) {
    if (record.type === 'trial') records = nothingBut(record)
    if (!records) {
      throw new InputError(`${journal} does not begin with its trial.`, {
        hint: 'It was changed or damaged after Outlast wrote it: move its folder elsewhere to report the other trials.',
      })
    }
    records.lastAt = record.at
    keep(records, record)
  }
  return records
}

/** The sessions of a journal, one after the other. */
export async function* sessionsOf(journal: string): AsyncGenerator<SessionEnd> {
  for await (const record of readJournal(journal)) if (record.type === 'session') yield record
}

function nothingBut(trial: RecordOf<'trial'>): TrialRecords {
  return {
    trial,
    lastAt: trial.at,
    environment: undefined,
    clock: undefined,
    stack: undefined,
    start: undefined,
    end: undefined,
    drained: undefined,
    steps: [],
    verdicts: [],
    warnings: [],
    autoscalers: [],
    balancers: [],
    health: [],
    requestLogs: [],
    usages: [],
    servers: [],
    frames: new FrameTotals(),
    sessions: 0,
  }
}

function keep(records: TrialRecords, record: JournalRecord): void {
  switch (record.type) {
    case 'environment':
      records.environment = record
      break
    case 'clock':
      // Every measurement of the offset is right within its uncertainty: the best one is kept.
      if (!records.clock || record.uncertaintyMs < records.clock.uncertaintyMs) records.clock = record
      break
    case 'stack':
      records.stack = record
      break
    case 'traffic':
      records.traffic = record
      break
    case 'start':
      records.start = record
      break
    case 'end':
      records.end = record
      break
    case 'drained':
      records.drained = record
      break
    case 'fault':
      records.steps.push(record)
      break
    case 'verdict':
      records.verdicts.push(record)
      break
    case 'warning':
      records.warnings.push(record)
      break
    case 'autoscaler':
      records.autoscalers.push(record)
      break
    case 'capacity':
      records.capacity = record
      break
    case 'balancer':
      records.balancers.push(record)
      break
    case 'health':
      records.health.push(record)
      break
    case 'requestLog':
      records.requestLogs.push(record)
      break
    case 'usage':
      records.usages.push(record)
      break
    case 'server':
      records.servers.push(record)
      break
    case 'frame':
      records.frames.add(record)
      break
    case 'session':
      records.sessions++
      break
    default:
      // For people and later reports; a record of a new kind must be decided upon.
      record.type satisfies 'trial' | 'phase' | 'undo' | 'event' | 'census' | 'calibration' | 'pick'
  }
}
