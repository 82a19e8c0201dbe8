import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Decision, decide, type Limits, memoryAtStart } from './decide.ts'

const at = (seconds: number) => seconds * 1_000

function limits(change: { min?: number; max?: number; out?: object; in?: object } = {}): Limits {
  const none = { stabiliseMs: 0, coolDownMs: 0 }
  return {
    min: change.min ?? 1,
    max: change.max ?? 10,
    scaleOut: { ...none, ...change.out },
    scaleIn: { ...none, ...change.in },
  }
}

/** What is decided every 5 s, the servers following at once. */
function course(desired: readonly number[], of: Limits, start = 3): Decision[] {
  let servers = start
  let memory = memoryAtStart(0, start)
  return desired.map((each, index) => {
    const decision = decide({ atMs: at(5 * (index + 1)), servers, desired: each, starting: 0 }, of, memory)
    memory = decision.memory
    servers = decision.wanted
    return decision
  })
}

const wanted = (decisions: readonly Decision[]) => decisions.map((each) => each.wanted)

test('what the load asks for is done', () => {
  const decisions = course([5, 2, 2], limits())
  expect(decisions.map(({ decision }) => decision)).toEqual(['out', 'in', 'none'])
  expect(wanted(decisions)).toEqual([5, 2, 2])
})

describe('the limits', () => {
  test('hold, and the reason names them', () => {
    const [out] = course([99], limits({ max: 4 }))
    expect(out).toMatchObject({ wanted: 4, reason: 'the load asks for 99, and 4 is the maximum' })
    const [down] = course([0], limits({ min: 2 }))
    expect(down).toMatchObject({ wanted: 2, reason: 'the load asks for 0, and 2 is the minimum' })
  })

  test('bring back servers that died, whatever was changed just before', () => {
    const strict = limits({ min: 2, out: { coolDownMs: at(60) } })
    const memory = { ...memoryAtStart(0, 3), changedAtMs: at(4) }
    expect(decide({ atMs: at(5), servers: 1, desired: 1, starting: 0 }, strict, memory).wanted).toBe(2)
  })
})

describe('the stabilisation window', () => {
  test('of scaling in heeds the highest recommendation', () => {
    const decisions = course([6, 2, 2, 2, 2], limits({ in: { stabiliseMs: at(15) } }))
    expect(wanted(decisions)).toEqual([6, 6, 6, 2, 2])
    expect(decisions[1]?.reason).toBe('the load asks for 2, but not for long enough')
  })

  test('goes no further down than the highest within it', () => {
    expect(wanted(course([4, 1, 1, 1], limits({ in: { stabiliseMs: at(15) } }), 8))).toEqual([8, 8, 4, 1])
  })

  test('of scaling out heeds the lowest', () => {
    expect(wanted(course([6, 6, 6], limits({ out: { stabiliseMs: at(15) } })))).toEqual([3, 3, 6])
  })
})

test('the cool-down of a direction counts from the last change, whichever it was', () => {
  const decisions = course([5, 2, 2, 2], limits({ in: { coolDownMs: at(12) } }))
  expect(wanted(decisions)).toEqual([5, 5, 5, 2])
  expect(decisions[1]?.reason).toBe('the last change is too fresh for scaling in')
})

test('no server goes while another one is being added; a further one may come', () => {
  const decided = (desired: number) =>
    decide({ atMs: at(5), servers: 3, desired, starting: 1 }, limits(), memoryAtStart(0, 3))
  expect(decided(2)).toMatchObject({ decision: 'none', reason: 'a server is still being added' })
  expect(decided(4)).toMatchObject({ decision: 'out', wanted: 4 })
})

test('whatever is recommended, servers stay within the limits, and a direction moves them that way', () => {
  const windows = fc.record({ stabiliseMs: fc.nat(at(30)), coolDownMs: fc.nat(at(30)) })
  const settings = fc.record({
    min: fc.integer({ min: 1, max: 4 }),
    span: fc.nat(6),
    out: windows,
    in: windows,
  })
  fc.assert(
    fc.property(settings, fc.array(fc.nat(20), { maxLength: 20 }), ({ min, span, ...rest }, desired) => {
      let before = min
      for (const { wanted, decision } of course(desired, limits({ ...rest, min, max: min + span }), min)) {
        expect(wanted).toBeGreaterThanOrEqual(min)
        expect(wanted).toBeLessThanOrEqual(min + span)
        expect(decision).toBe(wanted > before ? 'out' : wanted < before ? 'in' : 'none')
        before = wanted
      }
    }),
  )
})
