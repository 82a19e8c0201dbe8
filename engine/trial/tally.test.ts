import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noCounts } from '../fake/traffic-records.ts'
import type { Counts } from '../journal/traffic-records.ts'
import { generatorsShareOfDropped, residual } from './tally.ts'

const outcomes = ['ok', 'wrong', 'rejected', 'failed', 'refused', 'reset', 'timedOut', 'unfinished'] as const
const few = fc.nat({ max: 1_000 })
const aBalancedLedger = fc
  .tuple(few, fc.tuple(few, few, few, few, few, few, few, few))
  .map(([dropped, ended]): Counts => {
    const sent = ended.reduce((sum, count) => sum + count, 0)
    const byOutcome = Object.fromEntries(outcomes.map((outcome, index) => [outcome, ended[index]]))
    return { ...noCounts, ...byOutcome, dropped, sent, scheduled: dropped + sent }
  })

describe('the residual of a ledger', () => {
  test('is 0 where scheduled = dropped + sent and sent = the sum of all outcomes', () => {
    fc.assert(fc.property(aBalancedLedger, (ledger) => residual(ledger) === 0))
  })

  test('is what any one count is off by', () => {
    fc.assert(
      fc.property(
        aBalancedLedger,
        fc.constantFrom('scheduled', 'dropped', ...outcomes),
        fc.integer({ min: 1, max: 9 }),
        (ledger, key, more) => residual({ ...ledger, [key]: ledger[key] + more }) === more,
      ),
    )
  })

  test('does not let two mistakes make up for each other', () => {
    expect(residual({ ...noCounts, scheduled: 10, sent: 9, ok: 10 })).toBe(2)
  })
})

describe('the share that the generator itself dropped', () => {
  test('leaves out what was blocked: that is the target’s fault', () => {
    const ledgers = [
      { ...noCounts, scheduled: 900, dropped: 100, blocked: 90 },
      { ...noCounts, scheduled: 100 },
    ]
    expect(generatorsShareOfDropped(ledgers)).toBe(0.01)
  })

  test('is 0 of nothing', () => {
    expect(generatorsShareOfDropped([])).toBe(0)
  })
})
