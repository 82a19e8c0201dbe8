import { type Child, h, type Markup, s } from './node.ts'

const areas: readonly [className: string, text: string][] = [
  ['not-counted', 'warm-up, not counted'],
  ['baseline-window', 'baseline: what the rest is measured against'],
  ['loss-bounds', 'lost: at some time between being last seen and found missing'],
]

/** What the shaded parts of the pictures below it are; lines have their names beside them. */
export function key(): Markup {
  const swatch = (mark: Child) =>
    s('svg', { class: 'swatch', viewBox: '0 0 26 12', width: 26, height: 12, 'aria-hidden': 'true' }, mark)
  return h(
    'ul',
    { class: 'key' },
    areas.map(([className, text]) =>
      h('li', {}, swatch(s('rect', { class: className, x: 1, y: 1, width: 24, height: 10 })), text),
    ),
  )
}
