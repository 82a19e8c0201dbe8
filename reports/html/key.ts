import { type Child, h, type Markup, s } from './node.ts'

const entries: readonly [className: string, text: string][] = [
  ['ok', 'right in time'],
  ['not-ok', 'not'],
  ['p50', 'median'],
  ['p99', '99 % within'],
  ['signed-in', 'still signed in'],
  ['expected', 'predicted'],
  ['naive', '1 − 1/N, the naive guess'],
]

const areas: readonly [className: string, text: string][] = [
  ['loss-bounds', 'lost: between last seen and found missing'],
  ['not-counted', 'warm-up, not counted'],
  ['baseline-window', 'baseline'],
]

/** How to read the lines of the pictures below it. */
export function key(): Markup {
  const swatch = (mark: Child) =>
    s('svg', { class: 'swatch', viewBox: '0 0 26 12', width: 26, height: 12, 'aria-hidden': 'true' }, mark)
  return h(
    'ul',
    { class: 'key' },
    entries.map(([className, text]) =>
      h('li', {}, swatch(s('path', { class: className, d: 'M1 6H25' })), text),
    ),
    areas.map(([className, text]) =>
      h('li', {}, swatch(s('rect', { class: className, x: 1, y: 1, width: 24, height: 10 })), text),
    ),
  )
}
