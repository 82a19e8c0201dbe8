import { type Markup, s } from '../html/node.ts'
import type { TrialResult } from '../trial-result.ts'
import { besideLine, type PlacedLabel, placeLabels } from './labels.ts'
import { right } from './layout.ts'
import { rule } from './marks/rule.ts'
import type { Scale } from './scales.ts'

/** From a row of labels to the next, which is above it. */
export const markerRowHeight = 15

/** The instants of a trial that a reader wants to see, in the words for them, each once. */
export function markersOf({ faults, recovery }: TrialResult, x: Scale): PlacedLabel[] {
  const labels = momentsOf({ faults, recovery }).map(({ text, atMs }) => ({ text, x: x(atMs) }))
  return placeLabels(labels, right)
}

interface Moment {
  text: string
  atMs: number
}

function momentsOf({ faults, recovery }: Pick<TrialResult, 'faults' | 'recovery'>): Moment[] {
  const onsets = faults.flatMap(({ kind, victim, steps, by }) => {
    const at = steps.find(({ step }) => step === 'observed') ?? steps.find(({ step }) => step === 'requested')
    const detected = steps.find(({ step }) => step === 'detected')
    return [
      ...(at ? [{ text: `${kind} ${victim ?? ''}`.trim(), atMs: at.atMs }] : []),
      // A load that ramps has many such changes: their own picture says more of each.
      ...(detected && !by ? [{ text: 'balancer knows', atMs: detected.atMs }] : []),
    ]
  })
  const backs = recovery.flatMap(({ onsetAtMs, backMs, leftBand }) =>
    backMs !== null && leftBand ? [{ text: 'back', atMs: onsetAtMs + backMs }] : [],
  )
  return [...onsets, ...backs]
}

/** Lines without labels, for a picture that stands below one with them. */
export function markerLines(trial: TrialResult, x: Scale, box: { top: number; bottom: number }): Markup[] {
  return momentsOf(trial).map(({ atMs }) => rule(x(atMs), box, 'marker-line'))
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
