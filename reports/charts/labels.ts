export interface Label {
  text: string
  /** Where it wants to begin. */
  x: number
}

export interface PlacedLabel extends Label {
  /** 0 is the row next to the figure. */
  row: number
  anchor: 'start' | 'end'
}

/** A letter of the figures' type is this wide on average, a little more rather than less. */
export const letterWidth = 6.4
const gap = 10

/** How much room a text takes. */
export function widthOf(text: string): number {
  return text.length * letterWidth
}

/**
 * Puts labels into rows so that none touches another: each into the first row with room for it. One that would run
 * over the right edge is set before its place instead.
 */
export function placeLabels(labels: readonly Label[], right: number): PlacedLabel[] {
  const taken: [from: number, to: number][][] = []
  return [...labels]
    .sort((a, b) => a.x - b.x)
    .map((label) => {
      const width = widthOf(label.text)
      const anchor = label.x + width > right ? 'end' : 'start'
      const from = anchor === 'start' ? label.x : label.x - width
      const isFree = (row: number) =>
        (taken[row] ?? []).every(([start, end]) => from >= end + gap || from + width + gap <= start)
      let row = 0
      while (!isFree(row)) row++
      taken[row] = [...(taken[row] ?? []), [from, from + width]]
      return { ...label, row, anchor }
    })
}
