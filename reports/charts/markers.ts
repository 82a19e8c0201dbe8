import { type Markup, s } from '../html/node.ts'
import type { TrialResult } from '../trial-result.ts'
import { besideLine, type PlacedLabel, placeLabels } from './labels.ts'
import { right } from './layout.ts'
import { rule } from './marks/rule.ts'
import type { Scale } from './scales.ts'

export const markerRowHeight = 15

/** The instants of a trial that a reader wants to see, in the words for them, each once. */
export function markersOf({ faults, recovery }: TrialResult, x: Scale): PlacedLabel[] {
  const onsets = faults.flatMap(({ kind, victim, steps }) => {
    const at = steps.find(({ step }) => step === 'observed') ?? steps.find(({ step }) => step === 'requested')
    const detected = steps.find(({ step }) => step === 'detected')
    return [
      ...(at ? [{ text: `${kind} ${victim ?? ''}`.trim(), x: x(at.atMs) }] : []),
      ...(detected ? [{ text: 'balancer knows', x: x(detected.atMs) }] : []),
    ]
  })
  const backs = recovery.flatMap(({ onsetAtMs, backMs, leftBand }) =>
    backMs !== null && leftBand ? [{ text: 'back', x: x(onsetAtMs + backMs) }] : [],
  )
  return placeLabels([...onsets, ...backs], right)
}

/** The lines go below everything, the labels above it. */
export function markers(
  labels: readonly PlacedLabel[],
  { head, bottom }: { head: number; bottom: number },
): { lines: Markup[]; labels: Markup[] } {
  const y = (row: number) => head - row * markerRowHeight
  return {
    lines: labels.map(({ x, row }) => rule(x, { top: y(row) - 10, bottom }, 'marker-line')),
    labels: labels.map(({ text, x, row, anchor }) =>
      s(
        'text',
        {
          class: 'label',
          x: anchor === 'start' ? x + besideLine : x - besideLine,
          y: y(row),
          'text-anchor': anchor,
        },
        text,
      ),
    ),
  }
}
