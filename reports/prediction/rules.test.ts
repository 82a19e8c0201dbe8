import { describe, expect, test } from 'vitest'
import { aSession } from '../testing/synthetic-sessions.ts'
import { predictionRules } from './rules.ts'
import type { FaultWindow } from './window.ts'

const fault = (change: Partial<FaultWindow>): FaultWindow => ({
  fault: 'f1',
  kind: 'kill',
  victims: ['web-2'],
  fromMs: 10_000,
  toMs: 10_050,
  strikes: [],
  serversUp: ['web-1', 'web-2', 'web-3'],
  addresses: 1_200,
  ...change,
})
const adding = { kind: 'add', victims: ['web-4'] }

const users = Array.from({ length: 1_200 }, (_, user) => aSession(`u${user}.1`, { user }))

/** Which users a rule says are signed out. */
function predicted(rule: keyof typeof predictionRules, window: FaultWindow): number[] {
  const predicts = predictionRules[rule](window)
  return users.filter((session) => predicts?.(session)).map(({ user }) => user)
}

describe('a ring hash', () => {
  // What HAProxy 3.2.26 answered for visitor-2 and visitor-123456 when a fourth server was added: see consistent-hash.test.ts.
  test('moves to an added server those whose nearest point is its own', () => {
    const moved = predicted('movedOnRing', fault(adding))
    expect(moved).toContain(2)
    expect(moved).not.toContain(0)
    expect(moved).not.toContain(1)
    // A quarter of all, in expectation; of 1,200 visitors on 640 points more than a third or fewer than a sixth would be a bug.
    expect(moved.length / users.length).toBeGreaterThan(1 / 6)
    expect(moved.length / users.length).toBeLessThan(1 / 3)
  })

  test('moves those of a server that is gone, and no others', () => {
    const before = predicted('movedOnRing', fault({ victims: ['web-1'] }))
    const other = predicted('movedOnRing', fault({ victims: ['web-2'] }))
    const third = predicted('movedOnRing', fault({ victims: ['web-3'] }))
    expect([...before, ...other, ...third].sort((a, b) => a - b)).toEqual(users.map(({ user }) => user))
  })

  test('does not care whether the newcomer is called up already', () => {
    const late = fault({ ...adding, serversUp: ['web-1', 'web-2', 'web-3', 'web-4'] })
    expect(predicted('movedOnRing', late)).toEqual(predicted('movedOnRing', fault(adding)))
  })
})

describe('a hash of the address, modulo the servers', () => {
  // 1,200 addresses in a row are whole rounds of 3, of 4 and of 6.
  test.each([
    ['adding a fourth server moves three of four', adding, 3 / 4],
    ['losing one of three moves its own and half of the others', {}, 2 / 3],
    ['losing one of two moves half', { serversUp: ['web-1', 'web-2'] }, 1 / 2],
  ])('%s', (_what, change, share) => {
    expect(predicted('movedOnMap', fault(change)).length / users.length).toBe(share)
  })

  test('says nothing where all users have one address', () => {
    expect(predictionRules.movedOnMap(fault({ addresses: 0 }))).toBeUndefined()
  })
})

test.each(['movedOnRing', 'movedOnMap'] as const)(
  '%s says nothing where nobody knows which servers were up',
  (rule) => {
    expect(predictionRules[rule](fault({ serversUp: null }))).toBeUndefined()
  },
)
