import { type Child, h, type Markup } from './node.ts'

/** A column: its head, and what of a row stands in it. */
export interface Column<Row> {
  title: Child
  cell(row: Row): Child
  /** Words are set to the left and may wrap; numbers stand under each other. */
  kind?: 'words' | 'number'
}

interface Table<Row> {
  /** What the table shows, for those who hear the page. */
  label: string
  /** The first one names the row. */
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  className?: string
}

/** A table that scrolls by itself where the page is too narrow for it; its first column stays in sight. */
export function table<Row>({ label, columns, rows, className }: Table<Row>): Markup {
  return h(
    'div',
    { class: 'scroll', role: 'region', 'aria-label': label, tabindex: 0 },
    h(
      'table',
      { class: className },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map(({ title, kind }) => h('th', { scope: 'col', class: kind ?? 'number' }, title)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map((row) =>
          h(
            'tr',
            {},
            columns.map(({ cell, kind }, index) =>
              index === 0
                ? h('th', { scope: 'row', class: kind ?? 'words' }, cell(row))
                : h('td', { class: kind ?? 'number' }, cell(row)),
            ),
          ),
        ),
      ),
    ),
  )
}

/** What is long is out of the way until somebody wants it; on paper it is there. */
export function folded(summary: Child, ...content: Child[]): Markup {
  return h('details', {}, h('summary', {}, summary), content)
}
