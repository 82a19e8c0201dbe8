import { beforeAll, expect, test } from 'vitest'
import { trafficFigures } from '../engine/catalogue/traffic-figures.ts'
import type { Counts } from '../engine/journal/traffic-records.ts'
import { spike } from '../engine/rate.ts'
import { type Run, usersOn } from './known-answers/a-lying-stack.ts'
import { sum, total } from './known-answers/what-came-out.ts'

// 100 operations a second that rise to 300 between 2 s and 3 s, and fall again between 4 s and 5 s.
const traffic = { users: 50, rate: spike({ base: 100, peak: 300, at: '2s', for: '1s', within: '1s' }) }

let run: Run
beforeAll(async () => {
  run = await usersOn([{}], {
    version: 1,
    seed: 11,
    users: traffic.users,
    arrivals: 'constant',
    rate: trafficFigures({ traffic }).rate,
    loginMs: 1_000,
    warmUpMs: 1_000,
    durationMs: 6_000,
    operations: { read: 0.6, write: 0.4, logout: 0 },
    // Limits that a busy machine does not reach.
    timeoutMs: 30_000,
    lateMs: 30_000,
    connections: 'shared',
    session: { ttlMs: 1_800_000, granularityMs: 1_000 },
    census: {
      ratePerSecond: 200,
      deadlineMs: 60_000,
      quiesceMs: 100,
      confirmations: 0,
      confirmGapMs: 0,
      waitForSignal: false,
      waitMs: 0,
    },
  })
})

/** So many operations of the load, by the second in which they were due. */
function bySecond(...names: (keyof Counts)[]): number[] {
  const cells = run.records
    .flatMap((record) => (record.type === 'frame' ? record.cells : []))
    .filter(({ phase }) => phase === 'warmUp' || phase === 'measured')
  return Array.from({ length: 6 }, (_, second) =>
    sum(
      cells
        .filter((cell) => cell.second === second)
        .flatMap(({ counts }) => names.map((name) => counts[name] ?? 0)),
    ),
  )
}

// Areas under the shape, after 50 logins in the first second; the first arrival is a whole gap after the logins.
const shape = [50, 99, 200, 300, 200, 100]

test('what is due in each second is what the shape says', () => {
  expect(bySecond('scheduled')).toEqual(shape)
})

test('the server answers all of it but what a busy machine kept from being sent, so it has come there', () => {
  expect(bySecond('ok', 'dropped')).toEqual(shape)
  expect(total(run, 'ok', ['measured'])).toBeGreaterThan(0)
})
