import { describe, expect, test } from 'vitest'
import { abortSchema, describeAbort, problemsOfAbort } from './abort.ts'
import { override } from './overrides.ts'
import { problemsOf } from './problems.ts'

const good = { errorShare: { above: 0.5, for: '10s' }, hostMemory: { below: 0.1 } }
const aScenario = (abort: object) => ({ abort, warmUp: '10s', duration: '60s', method: [] })

test('limits are described in milliseconds and shares; what is not set stays out', () => {
  const described = (abort: object) => describeAbort(abortSchema.parse(abort))
  expect(described(good)).toEqual({
    abort: { errorShare: { above: 0.5, forMs: 10_000 }, hostMemory: { below: 0.1 } },
  })
  expect(described({})).toEqual({ abort: {} })
  expect(describeAbort(undefined)).toBeUndefined()
})

test('how long errors may last stretches with the scenario', () => {
  const scenario = override(aScenario(good), { durationMs: 30_000 })
  expect(scenario).toMatchObject({
    abort: { errorShare: { above: 0.5, for: '5000ms' }, hostMemory: { below: 0.1 } },
  })
})

describe('a mistake is refused, with its field and what to do', () => {
  test.each<[abort: object, mistake: string]>([
    [{ errorShare: { above: 2, for: '10s' } }, 'errorShare.above is 2; give a share from 0 to 1'],
    [
      { errorShare: { above: 0.5 } },
      'errorShare.for is missing; give a length of time such as "500ms", "20s" or "2m"',
    ],
    [{ hostMemory: { below: '5%' } }, 'hostMemory.below is "5%"; give a share from 0 to 1'],
  ])('%j', (abort, mistake) => {
    const { error } = abortSchema.safeParse(abort)
    const mistakes = error ? problemsOf(error).map(({ field, problem }) => `${field} ${problem}`) : []
    expect(mistakes).toEqual([mistake])
  })

  test.each<[abort: object, mistakes: string[]]>([
    [good, []],
    [
      { errorShare: { above: 1, for: '10s' } },
      ['abort.errorShare.above is 1, and no share is above that; give less'],
    ],
    [
      { errorShare: { above: 0.5, for: '60s' } },
      ['abort.errorShare.for is 60 s, but the load ends after 60 s; make it shorter'],
    ],
  ])('%j beside the rest of the scenario', (abort, mistakes) => {
    expect(problemsOfAbort(aScenario(abort)).map(({ field, problem }) => `${field} ${problem}`)).toEqual(
      mistakes,
    )
  })
})
