import fc from 'fast-check'
import { expect, test } from 'vitest'
import { besideLine, type PlacedLabel, placeLabels, rowsOf, widthOf } from './labels.ts'

const right = 400
const labels = fc.array(
  fc.record({
    text: fc.string({ minLength: 1, maxLength: 18 }),
    x: fc.integer({ min: 40, max: right }),
  }),
  { maxLength: 12 },
)

const extentOf = ({ text, x, anchor }: PlacedLabel): [from: number, to: number] => {
  const room = widthOf(text) + besideLine
  return anchor === 'start' ? [x, x + room] : [x - room, x]
}
const pairs = (placed: PlacedLabel[]) =>
  placed.flatMap((one, index) => placed.slice(index + 1).map((other) => [one, other] as const))

test('labels apart stand in one row', () => {
  const placed = placeLabels(
    [
      { text: 'kill', x: 50 },
      { text: 'back', x: 200 },
    ],
    right,
  )
  expect(placed.map(({ row }) => row)).toEqual([0, 0])
  expect(rowsOf(placed)).toBe(1)
})

test('of two close together the earlier stands above, so that its line passes beside the later', () => {
  const placed = placeLabels(
    [
      { text: 'kill web-2', x: 100 },
      { text: 'balancer knows', x: 110 },
    ],
    right,
  )
  expect(placed.map(({ text, row }) => [text, row])).toEqual([
    ['balancer knows', 0],
    ['kill web-2', 1],
  ])
})

test('a label at the right edge stands before its line', () => {
  expect(placeLabels([{ text: 'back', x: right - 5 }], right)).toMatchObject([{ anchor: 'end' }])
})

test('no label touches another, and none runs over the right edge', () => {
  fc.assert(
    fc.property(labels, (given) => {
      const placed = placeLabels(given, right)
      expect(placed).toHaveLength(given.length)
      for (const [one, other] of pairs(placed).filter(([a, b]) => a.row === b.row)) {
        const [[from, to], [start, end]] = [extentOf(one), extentOf(other)]
        expect(to <= start || end <= from).toBe(true)
      }
      for (const label of placed) expect(extentOf(label)[1]).toBeLessThanOrEqual(right)
    }),
  )
})

test('no line runs through the label of a lower row', () => {
  fc.assert(
    fc.property(labels, (given) => {
      const placed = placeLabels(given, right)
      for (const label of placed) {
        const [from, to] = extentOf(label)
        const above = placed.filter(({ row }) => row > label.row)
        for (const { x } of above) expect(x <= from || x >= to).toBe(true)
      }
    }),
  )
})

test('at the right edge, too, each line passes beside the labels below', () => {
  const placed = placeLabels(
    [
      { text: 'kill web-2', x: right - 60 },
      { text: 'balancer knows', x: right - 20 },
    ],
    right,
  )
  expect(placed.map(({ text, anchor, row }) => [text, anchor, row])).toEqual([
    ['kill web-2', 'end', 0],
    ['balancer knows', 'end', 1],
  ])
})

test('rows are not left empty', () => {
  fc.assert(
    fc.property(labels, (given) => {
      const placed = placeLabels(given, right)
      expect(rowsOf(placed)).toBe(new Set(placed.map(({ row }) => row)).size)
    }),
  )
})
