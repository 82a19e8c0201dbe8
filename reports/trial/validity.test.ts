import { describe, expect, test } from 'vitest'
import type { JournalRecord } from '../../engine/journal/records.ts'
import { anAnalysis } from '../testing/an-analysis.ts'
import { syntheticTrial } from '../testing/synthetic-trial.ts'

async function validityOf(change: (record: JournalRecord) => JournalRecord | undefined) {
  const records = syntheticTrial().flatMap((record) => change(record) ?? [])
  const { result } = await anAnalysis(records)
  return result.trials[0]
}

/** The final frame with other sums than the frames have, or a frame with other counts. */
const inFrame =
  (sequence: number, change: (frame: Extract<JournalRecord, { type: 'frame' }>) => object) =>
  (record: JournalRecord): JournalRecord =>
    record.type === 'frame' && record.sequence === sequence
      ? ({ ...record, ...change(record) } as JournalRecord)
      : record

describe('a trial is invalid', () => {
  test('when its ledger does not balance', async () => {
    const found = await validityOf(
      inFrame(5, ({ cells }) => ({
        cells: cells.map((cell) => ({ ...cell, counts: { ...cell.counts, ok: (cell.counts.ok ?? 0) - 1 } })),
      })),
    )
    expect(found).toMatchObject({ validity: 'invalid', ledger: { residual: 1 } })
    expect(found?.validityReasons[0]).toBe('The ledger of requests does not balance: the residual is 1.')
    expect(found?.validityReasons[1]).toBe(
      "The frames do not add up to the generator's own sum of measured: ok is 8199 and 8200.",
    )
  })

  test('when a frame is missing', async () => {
    const found = await validityOf((record) =>
      record.type === 'frame' && record.sequence === 7 ? undefined : record,
    )
    expect(found?.validity).toBe('invalid')
    expect(found?.validityReasons).toContain('Frames of the generator are missing: 1.')
  })

  test('when the generator dropped more than one operation in a thousand by its own fault', async () => {
    const dropping = (dropped: number, blocked: number) =>
      validityOf(
        inFrame(5, ({ cells }) => ({
          cells: cells.map((cell) => ({
            ...cell,
            counts: {
              ...cell.counts,
              scheduled: (cell.counts.scheduled ?? 0) + dropped,
              dropped,
              blocked,
            },
          })),
        })),
      )
    const reason = /could not keep its schedule: it dropped 9 of 8409/
    expect((await dropping(9, 0))?.validityReasons.join(' ')).toMatch(reason)
    expect((await dropping(9, 9))?.validityReasons.join(' ')).not.toMatch(reason)
  })

  test('when a fault did not happen as planned', async () => {
    const found = await validityOf((record) =>
      record.type === 'verdict' ? { ...record, verdict: 'mismatch', reason: 'web-2 still runs' } : record,
    )
    expect(found).toMatchObject({
      validity: 'invalid',
      validityReasons: ['The fault "kill one of web" on web-2 was not confirmed: web-2 still runs.'],
      // An invalid trial is not judged, though sessions were lost in it.
      hypothesis: { deviated: null },
    })
  })
})

describe('a trial is inconclusive', () => {
  test('when it is not known whether the fault happened; it can deviate, but never pass', async () => {
    const found = await validityOf((record) =>
      record.type === 'verdict' ? { ...record, verdict: 'inconclusive', reason: 'no event' } : record,
    )
    expect(found).toMatchObject({ validity: 'inconclusive', hypothesis: { deviated: true } })
  })

  test('when the census could not tell of more than one session in a thousand', async () => {
    const found = await validityOf((record) =>
      record.type === 'session' && record.session === '0.1'
        ? { ...record, end: 'unknown', fate: 'unreachable' }
        : record,
    )
    expect(found).toMatchObject({
      validity: 'inconclusive',
      validityReasons: ['The census could not tell of 1 of 400 sessions (more than 0.1 %).'],
    })
  })
})
