import { describe, expect, test } from 'vitest'
import { compare } from '../compare.ts'
import { aTrial } from '../testing/a-trial.ts'
import { differences, effect, explanation, isNothing } from './differences.ts'
import { render } from './node.ts'

/** The comparisons of `other` with `base`, whose users signed out differ by about 30 in each block. */
function comparisons(blocks: number, primary = 'usersSignedOut') {
  const trials = Array.from({ length: blocks }, (_, index) => index + 1).flatMap((block) => [
    aTrial({ target: 'base', block, metrics: { usersSignedOut: 30 + block, wrong: 0 } }),
    aTrial({ target: 'other', block, position: 2, metrics: { usersSignedOut: block % 2, wrong: 0 } }),
  ])
  const all = compare(trials, { scenario: 'kill-server', baseline: 'base', primary })
  return all.filter((each) => !isNothing(each))
}

const textOf = (content: Parameters<typeof render>[0]) =>
  render(content)
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('\u00a0', ' ')

test('a metric that is 0 on both sides is no difference worth a line', () => {
  expect(comparisons(3).map(({ metric }) => metric)).toEqual(['usersSignedOut'])
})

describe('an effect', () => {
  test('has its interval, and with enough blocks what the test says', () => {
    const [tested] = comparisons(6)
    expect(tested && textOf(effect(tested))).toMatch(/^Δ −33 \[−3[\d.]+, −3[\d.]+\], p = 0\.031, different$/)
  })

  test('of too few blocks has no verdict', () => {
    const [exploratory] = comparisons(2)
    expect(exploratory && textOf(effect(exploratory))).not.toContain('different')
    expect(textOf(explanation(comparisons(2)))).toContain('fewer than 6 blocks get no verdict')
  })
})

test('six blocks are not called too few where the primary metric is 0 on both sides', () => {
  expect(textOf(explanation(comparisons(6, 'wrong')))).toContain('Only the primary metric is tested')
})

test('all differences are in a table of their own, which is folded', () => {
  expect(render(differences(comparisons(6)))).toMatch(/^<details><summary>Differences from base<\/summary>/)
  expect(differences([])).toEqual([])
})
