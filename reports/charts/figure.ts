import { type Child, type Markup, s } from '../html/node.ts'

interface FigureOptions {
  width: number
  height: number
  /** Unique on the page. */
  id: string
  /** Read out instead of the picture. */
  title: string
  description: string
}

/** A picture that scales with the page, and says in words what it shows. */
export function figure(
  { width, height, id, title, description }: FigureOptions,
  ...content: Child[]
): Markup {
  return s(
    'svg',
    {
      class: 'figure',
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-description`,
    },
    s('title', { id: `${id}-title` }, title),
    s('desc', { id: `${id}-description` }, description),
    content,
  )
}
