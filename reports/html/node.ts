/** Markup that is safe to put into a page: made by `h` and `s`, which escape every text and every attribute. */
export interface Markup {
  readonly markup: string
}
/** What stands inside an element; null and undefined are nothing. */
export type Child = Markup | string | number | null | undefined | readonly Child[]
type Attributes = Readonly<Record<string, string | number | null | undefined>>

const withoutEnd = new Set(['meta', 'link', 'br', 'hr', 'img', 'col'])

/** An element of HTML. An attribute that is null or undefined is left out. */
export function h(name: string, attributes: Attributes, ...children: Child[]): Markup {
  const start = `<${name}${attributesOf(attributes)}>`
  return { markup: withoutEnd.has(name) ? start : `${start}${render(children)}</${name}>` }
}

/** An element of SVG. */
export function s(name: string, attributes: Attributes, ...children: Child[]): Markup {
  const content = render(children)
  const start = `<${name}${attributesOf(attributes)}`
  return { markup: content === '' ? `${start}/>` : `${start}>${content}</${name}>` }
}

/** The text of a style sheet, which is no markup: it must not hold the end of its element. */
export function style(css: string): Markup {
  if (/<\/style/i.test(css)) throw new TypeError('A style sheet that ends its own element.')
  return { markup: `<style>${css}</style>` }
}

/** The text of a page, in which only markup is markup. */
export function render(child: Child): string {
  if (child === null || child === undefined) return ''
  if (typeof child === 'string') return escaped(withUnits(child))
  if (typeof child === 'number') return String(child)
  return 'markup' in child ? child.markup : child.map(render).join('')
}

/** A number stays on the line of its unit, or of the p that it is. */
function withUnits(text: string): string {
  return text
    .replace(/(?<=\d) (?=(?:%|ms|s|B|KB|MB|GB|points)(?!\w))/g, '\u00a0')
    .replace(/\bp ([=<]) (?=\d)/g, 'p\u00a0$1\u00a0')
}

function attributesOf(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(
      ([name, value]) => ` ${name}="${escaped(String(typeof value === 'number' ? rounded(value) : value))}"`,
    )
    .join('')
}

/** A hundredth of a pixel is enough, and keeps files small and snapshots stable. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
