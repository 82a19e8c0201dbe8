import type { RanTrial, TimedRecord } from './a-trial.ts'

type Type = TimedRecord['type']

/** The records of one type, in order. */
export function recordsOf<T extends Type>({ records }: Pick<RanTrial, 'records'>, type: T) {
  return records.filter((record): record is Extract<TimedRecord, { type: T }> => record.type === type)
}

/** `phase faults`, `fault requested`, `verdict confirmed` …: what a journal tells, without what comes every second. */
export function story({ records }: Pick<RanTrial, 'records'>): string[] {
  return records.flatMap((record) => {
    switch (record.type) {
      case 'phase':
        return [`phase ${record.phase}`]
      case 'fault':
        return [`fault ${record.step}`]
      case 'verdict':
        return [`verdict ${record.verdict}`]
      case 'warning':
        return []
      case 'census':
        return [`census ${record.census} ${record.step}`]
      case 'end':
        return [`end ${record.status}`]
      case 'stack':
      case 'undo':
      case 'start':
      case 'drained':
        return [record.type]
      default:
        return []
    }
  })
}

export function warningsOf(trial: Pick<RanTrial, 'records'>): string[] {
  return recordsOf(trial, 'warning').map(({ code }) => code)
}
