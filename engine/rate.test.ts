import { expect, test } from 'vitest'
import { ramp, spike, steps } from './rate.ts'

test('a ramp is a line between two instants', () => {
  expect(ramp({ from: 100, to: 400, between: ['20s', '1m'] })).toEqual([
    ['20s', 100],
    ['1m', 400],
  ])
})

test('each step is a jump from the level before it', () => {
  expect(steps(['0s', 100], ['20s', 200], ['40s', 50])).toEqual([
    ['0s', 100],
    ['20s', 100],
    ['20s', 200],
    ['40s', 200],
    ['40s', 50],
  ])
})

test('a spike rises within a second, stays, and falls as fast', () => {
  expect(spike({ base: 150, peak: 900, at: '30s', for: '10s' })).toEqual([
    ['30000ms', 150],
    ['31000ms', 900],
    ['41000ms', 900],
    ['42000ms', 150],
  ])
})

test('or as slowly as it is told', () => {
  const shape = spike({ base: 1, peak: 2, at: '10s', for: '5s', within: '2.5s' })
  expect(shape).toEqual([
    ['10000ms', 1],
    ['12500ms', 2],
    ['17500ms', 2],
    ['20000ms', 1],
  ])
})
