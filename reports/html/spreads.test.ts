import { expect, test } from 'vitest'
import { summarise } from '../summarise.ts'
import { aTrial } from '../testing/a-trial.ts'
import { render } from './node.ts'
import { spreads } from './spreads.ts'

function picturesOf(metric: string, values: Record<string, number | null>) {
  const trials = Object.entries(values).map(([target, value]) =>
    aTrial({ target, metrics: { [metric]: value } }),
  )
  const summaries = trials.map(({ target }) => summarise(trials, { scenario: 'kill-server', target }))
  return render(spreads(summaries, 'kill-server'))
}

test('a metric has its picture where any target has the number', () => {
  expect(picturesOf('usersSignedOut', { one: 3, other: null })).toContain('>not known</text>')
  expect(picturesOf('usersSignedOut', { one: null, other: null })).toBe('')
})

test('a quantile has its picture only where it is finite on every target', () => {
  expect(picturesOf('p99Ms', { one: 12, other: null })).toBe('')
  expect(picturesOf('p99Ms', { one: 12, other: 14 }).match(/class="dot"/g)).toHaveLength(2)
})
