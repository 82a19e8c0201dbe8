import { expect, test } from 'vitest'
import type { Frame } from '../journal/traffic-records.ts'
import { createJudge } from './judge.ts'
import { staircase } from './staircase.ts'

/** Two steps, judged by what was scheduled in the seconds 3 and 4, and 6 and 7. */
const steps = staircase({ from: 100, factor: 1.5, count: 2 }, 2_000)
const objective = { availability: 0.99, withinMs: 200 }

type Cell = Frame['cells'][number]['counts']

/** What had ended by an instant, by the second in which it was scheduled. */
const aFrame = (toMs: number, bySecond: Record<number, Cell>): Frame => ({
  type: 'frame',
  sequence: 0,
  fromMs: toMs - 1_000,
  toMs,
  final: false,
  cells: Object.entries(bySecond).map(([second, counts]) => ({
    second: Number(second),
    phase: 'measured',
    operation: 'read',
    counts,
  })),
  latencies: [],
  servers: {},
  affinity: { home: 0, elsewhere: 0 },
  sessions: { must: 0, may: 0, gone: 0, signedOut: 0 },
  inFlight: 0,
  queued: 0,
  notOk: [],
})

test('a step meets the objective where 99 % of the operations of its window were right in time', () => {
  const judge = createJudge(steps, objective)
  judge.add(
    aFrame(5_000, { 2: { scheduled: 100 }, 3: { scheduled: 100, ok: 99 }, 4: { scheduled: 100, ok: 99 } }),
  )
  judge.add(aFrame(6_000, {}))
  expect(judge.judged).toEqual([{ ratePerSecond: 100, scheduled: 200, inTime: 198, met: true }])
})

test('what came late was not in time, and the second in which the rate settles does not count', () => {
  const judge = createJudge(steps, objective)
  judge.add(
    aFrame(6_000, {
      2: { scheduled: 100, ok: 0 },
      3: { scheduled: 100, ok: 100, late: 2 },
      4: { scheduled: 99, ok: 99 },
    }),
  )
  expect(judge.judged).toMatchObject([{ scheduled: 199, inTime: 197, met: false }])
})

test('it is judged only when all its operations have ended: twice the time after its window', () => {
  const judge = createJudge(steps, objective)
  judge.add(aFrame(5_399, { 3: { scheduled: 100, ok: 100 } }))
  expect(judge.judged).toEqual([])
  judge.add(aFrame(5_400, { 4: { scheduled: 100 } }))
  expect(judge.judged).toMatchObject([{ scheduled: 200, inTime: 100 }])
})

test('the first step that fails is the last one', () => {
  const judge = createJudge(steps, objective)
  judge.add(aFrame(9_000, { 3: { scheduled: 100, ok: 50 }, 6: { scheduled: 100, ok: 100 } }))
  expect(judge.judged).toHaveLength(1)
  expect(judge.isDone()).toBe(true)
})

test('a step in which nothing was due has not met it', () => {
  const judge = createJudge(steps, objective)
  judge.add(aFrame(6_000, {}))
  expect(judge.judged).toMatchObject([{ scheduled: 0, met: false }])
})
