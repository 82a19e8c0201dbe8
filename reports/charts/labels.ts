interface Label {
  text: string
  /** Of the line that it belongs to. */
  x: number
}

/** A label with its place among the others. */
export interface PlacedLabel extends Label {
  /** 0 is the row next to the figure. */
  row: number
  anchor: 'start' | 'end'
}

/** A letter of the figures' largest type is this wide on average, a little more rather than less. */
const letterWidth = 7
const gap = 6
/** Between a line and its label. */
export const besideLine = 3

/** How much room a text takes. */
export function widthOf(text: string): number {
  return text.length * letterWidth
}

/**
 * Puts labels into rows, each into the lowest one where it touches no other label, where no line of a higher row
 * runs down through it, and where its own line runs through no label below. A label that would run over the right edge
 * stands on the left of its line, and so does one that would run into the line of such a label.
 */
export function placeLabels(labels: readonly Label[], right: number): PlacedLabel[] {
  const placed: (PlacedLabel & Extent)[] = []
  for (const label of inOrder(labels, right)) {
    let row = 0
    while (!placed.every((other) => leavesRoom(other, label, row))) row++
    placed.push({ ...label, row })
  }
  return placed.map(({ from: _from, to: _to, ...label }) => label)
}

interface Extent {
  from: number
  to: number
}
type AnchoredLabel = Omit<PlacedLabel, 'row'> & Extent

/**
 * The order in which there is always room above those before: from the right to the left what stands on the right
 * of its line, then from the left to the right what stands on the left of it.
 */
function inOrder(labels: readonly Label[], right: number): AnchoredLabel[] {
  const starts: AnchoredLabel[] = []
  const ends: AnchoredLabel[] = []
  let edge = right
  for (const label of [...labels].sort((a, b) => b.x - a.x)) {
    const room = widthOf(label.text) + besideLine
    if (label.x + room > edge) {
      ends.unshift({ ...label, anchor: 'end', from: label.x - room, to: label.x })
      edge = label.x
    } else {
      starts.push({ ...label, anchor: 'start', from: label.x, to: label.x + room })
    }
  }
  return [...starts, ...ends]
}

function leavesRoom(other: PlacedLabel & Extent, label: AnchoredLabel, row: number): boolean {
  if (other.row === row) return label.from >= other.to + gap || label.to + gap <= other.from
  return other.row > row ? isBeside(other.x, label) : isBeside(label.x, other)
}

function isBeside(line: number, { from, to }: Extent): boolean {
  return line <= from || line >= to
}

/** How many rows the labels take. */
export function rowsOf(labels: readonly PlacedLabel[]): number {
  return Math.max(0, ...labels.map(({ row }) => row + 1))
}
