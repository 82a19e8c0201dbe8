import { beforeAll, expect, test } from 'vitest'
import { trafficFigures } from '../engine/catalogue/traffic-figures.ts'
import { spike } from '../engine/rate.ts'
import { type Run, usersOn } from './known-answers/a-lying-stack.ts'
import { ledgersOf, sum } from './known-answers/what-came-out.ts'

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
    timeoutMs: 5_000,
    lateMs: 5_000,
    connections: 'shared',
    session: { ttlMs: 1_800_000, granularityMs: 1_000 },
    census: {
      ratePerSecond: 200,
      deadlineMs: 10_000,
      quiesceMs: 100,
      confirmations: 0,
      confirmGapMs: 0,
      waitForSignal: false,
      waitMs: 0,
    },
  })
})

/** How many operations of the load were due in each of its seconds. */
function scheduled(): number[] {
  const cells = run.records
    .flatMap((record) => (record.type === 'frame' ? record.cells : []))
    .filter(({ phase }) => phase === 'warmUp' || phase === 'measured')
  return Array.from({ length: 6 }, (_, second) =>
    sum(cells.filter((cell) => cell.second === second).map(({ counts }) => counts.scheduled ?? 0)),
  )
}

// Areas under the shape, after 50 logins in the first second; the first arrival is a whole gap after the logins.
test('what is due in each second is what the shape says', () => {
  expect(scheduled()).toEqual([50, 99, 200, 300, 200, 100])
})

test('the server answers all of it, so it has come there', () => {
  const { warmUp, measured } = ledgersOf(run)
  expect([warmUp?.ok, measured?.ok]).toEqual([50, 899])
})
