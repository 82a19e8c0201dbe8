import { type Markup, s } from '../../html/node.ts'

/** A vertical line from top to bottom. */
export function rule(x: number, { top, bottom }: { top: number; bottom: number }, className: string): Markup {
  return s('line', { class: className, x1: x, x2: x, y1: top, y2: bottom })
}

/** A stretch of the horizontal axis, shaded. */
export function stretch(
  { from, to }: { from: number; to: number },
  { top, bottom }: { top: number; bottom: number },
  className: string,
): Markup {
  return s('rect', { class: className, x: from, y: top, width: Math.max(0, to - from), height: bottom - top })
}
