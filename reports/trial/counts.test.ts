import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addCounts, countedOperations, difference, goodOperations, ledgerOf, noCounts } from './counts.ts'

function counts(changes: Parameters<typeof addCounts>[1]) {
  const sum = noCounts()
  addCounts(sum, changes)
  return sum
}

describe('the ledger of requests', () => {
  test('balances when what was scheduled was dropped or sent, and what was sent ended once', () => {
    const balanced = counts({ scheduled: 10, dropped: 2, sent: 8, ok: 5, rejected: 2, unfinished: 1 })
    expect(ledgerOf(balanced).residual).toBe(0)
  })

  test.each([
    { what: 'an operation that vanished', of: { scheduled: 10, sent: 10, ok: 9 }, residual: 1 },
    { what: 'an operation that ended twice', of: { scheduled: 10, sent: 10, ok: 9, failed: 2 }, residual: 1 },
    {
      what: 'two mistakes that would cancel out',
      of: { scheduled: 11, sent: 10, ok: 11 },
      residual: 2,
    },
  ])('has a residual for $what', ({ of, residual }) => {
    expect(ledgerOf(counts(of)).residual).toBe(residual)
  })

  test('balances whatever the outcomes are, as long as they add up', () => {
    const outcome = fc.nat(1_000)
    fc.assert(
      fc.property(
        fc.record({ ok: outcome, wrong: outcome, rejected: outcome, failed: outcome, refused: outcome }),
        fc.record({ reset: outcome, timedOut: outcome, unfinished: outcome, dropped: outcome }),
        (some, { dropped, ...others }) => {
          const sent = [...Object.values(some), ...Object.values(others)].reduce((a, b) => a + b, 0)
          const all = counts({ ...some, ...others, dropped, sent, scheduled: sent + dropped })
          expect(ledgerOf(all).residual).toBe(0)
        },
      ),
    )
  })
})

describe('availability', () => {
  const all = counts({ scheduled: 100, dropped: 10, blocked: 6, sent: 90, ok: 80, late: 5, unfinished: 3 })

  test('leaves out what the generator dropped or cut off, but not what the target blocked', () => {
    expect(countedOperations(all)).toBe(100 - 4 - 3)
  })

  test('does not count a right answer that was late', () => {
    expect(goodOperations(all)).toBe(75)
  })
})

test('the first difference of two ledgers is named', () => {
  expect(difference(counts({ ok: 1 }), counts({ ok: 2 }))).toBe('ok is 1 and 2')
  expect(difference(counts({ ok: 1 }), counts({ ok: 1 }))).toBeUndefined()
})
