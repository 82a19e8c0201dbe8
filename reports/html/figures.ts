import type { TargetDescription } from '../../engine/journal/descriptions.ts'
import type { Drawn } from './drawn.ts'
import { type Child, h, type Markup } from './node.ts'

/** So many targets are drawn openly; the others are a click away. */
const drawnOpenly = 4

/** Pictures of targets, side by side. */
export function figures(
  all: readonly Drawn[],
  targets: readonly TargetDescription[],
  figureOf: (each: Drawn) => Child,
): Markup[] {
  const heading = ({ target }: Drawn) => [
    h('strong', {}, target),
    ' ',
    h('span', {}, targets.find(({ name }) => name === target)?.title),
  ]
  return [
    h(
      'div',
      { class: 'figures' },
      all
        .slice(0, drawnOpenly)
        .map((each) => h('figure', {}, h('figcaption', {}, heading(each)), figureOf(each))),
    ),
    ...all
      .slice(drawnOpenly)
      .map((each) =>
        h(
          'details',
          { class: 'folded-figure' },
          h('summary', {}, heading(each)),
          h('figure', {}, figureOf(each)),
        ),
      ),
  ]
}
