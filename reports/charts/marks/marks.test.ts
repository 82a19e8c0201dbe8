import { describe, expect, test } from 'vitest'
import { render } from '../../html/node.ts'
import { linear } from '../scales.ts'
import { band } from './band.ts'
import { lane } from './lane.ts'
import { step } from './line.ts'
import { rule, stretch } from './rule.ts'

const x = linear({ high: 10 }, { from: 0, to: 100 })
const y = linear({ high: 10 }, { from: 100, to: 0 })

describe('a step', () => {
  test('holds each value until the next point', () => {
    const points = [
      { x: 0, y: 2 },
      { x: 5, y: 4 },
      { x: 10, y: 4 },
    ]
    expect(render(step(points, { x, y }, 'ok'))).toBe(
      '<path class="ok" d="M0,80L50,80L50,60L100,60L100,60"/>',
    )
  })

  test('has a gap where a value is not known, and never a zero', () => {
    const points = [
      { x: 0, y: 2 },
      { x: 2, y: 2 },
      { x: 4, y: null },
      { x: 6, y: 2 },
      { x: 8, y: 2 },
    ]
    const path = render(step(points, { x, y }, 'ok'))
    expect(path.match(/M/g)).toHaveLength(2)
    expect(path).not.toContain('100L')
  })

  test('of nothing is empty', () => {
    expect(render(step([], { x, y }, 'ok'))).toBe('<path class="ok" d=""/>')
  })
})

test('a band lies between two values and breaks where either is not known', () => {
  const ranges = [
    { x: 0, low: 0, high: 4 },
    { x: 2, low: 0, high: 4 },
    { x: 4, low: null, high: 4 },
    { x: 6, low: 0, high: 4 },
    { x: 8, low: 0, high: 4 },
  ]
  expect(render(band(ranges, { x, y }, 'lost')).match(/Z/g)).toHaveLength(2)
})

describe('a lane', () => {
  const heightsOf = (values: (number | null)[]) => {
    const path = render(
      lane(
        values.map((value, index) => ({ x: index, y: value })),
        { x, y },
        'lane',
      ),
    )
    return [...path.matchAll(/,([\d.]+)/g)].map(([, place]) => 100 - Number(place))
  }

  test('stands on its floor', () => {
    expect(Math.max(...heightsOf([0, 5, 5]))).toBe(50)
    expect(Math.min(...heightsOf([0, 5, 5]))).toBe(0)
  })

  test('shows what is not 0, however little it is, and nothing where it is 0', () => {
    expect(Math.max(...heightsOf([0, 0.001, 0]))).toBe(1.5)
    expect(Math.max(...heightsOf([0, 0, 0]))).toBe(0)
  })

  test('has a gap where a value is not known', () => {
    expect(
      render(
        lane(
          [1, 1, null, 1, 1].map((value, index) => ({ x: index, y: value })),
          { x, y },
          'lane',
        ),
      ).match(/Z/g),
    ).toHaveLength(2)
  })
})

test('a rule is vertical, a stretch is never narrower than nothing', () => {
  const box = { top: 10, bottom: 30 }
  expect(render(rule(5, box, 'mean'))).toBe('<line class="mean" x1="5" x2="5" y1="10" y2="30"/>')
  expect(render(stretch({ from: 9, to: 4 }, box, 'baseline'))).toContain('width="0" height="20"')
})
