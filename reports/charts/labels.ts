export interface Label {
  text: string
  /** Of the line that it belongs to. */
  x: number
}

export interface PlacedLabel extends Label {
  /** 0 is the row next to the figure. */
  row: number
  anchor: 'start' | 'end'
}

/** A letter of the figures' largest type is this wide on average, a little more rather than less. */
export const letterWidth = 7
const gap = 6
/** Between a line and its label. */
export const besideLine = 3

/** How much room a text takes. */
export function widthOf(text: string): number {
  return text.length * letterWidth
}

/**
 * Puts labels into rows so that none touches another, from the right to the left: each into the lowest row with room
 * for it where no line of a higher row runs down through it. A label that would run over
 * the right edge stands on the left of its line.
 */
export function placeLabels(labels: readonly Label[], right: number): PlacedLabel[] {
  const placed: (PlacedLabel & { from: number; to: number })[] = []
  for (const label of [...labels].sort((a, b) => b.x - a.x)) {
    const room = widthOf(label.text) + besideLine
    const anchor = label.x + room > right ? 'end' : 'start'
    const from = anchor === 'start' ? label.x : label.x - room
    const to = from + room
    const isFree = (row: number) =>
      placed.every((other) =>
        other.row === row
          ? from >= other.to + gap || to + gap <= other.from
          : other.row < row || other.x <= from || other.x >= to,
      )
    let row = 0
    while (!isFree(row)) row++
    placed.push({ ...label, row, anchor, from, to })
  }
  return placed.map(({ from: _from, to: _to, ...label }) => label)
}

/** How many rows the labels take. */
export function rowsOf(labels: readonly PlacedLabel[]): number {
  return Math.max(0, ...labels.map(({ row }) => row + 1))
}
