import { createHash } from 'node:crypto'
import { type Child, h, render, style } from './node.ts'

interface Page {
  title: string
  description: string
  css: string
}

/** Drawn rather than fetched: a browser would otherwise ask the server for one. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 3h6v8h8' fill='none' stroke='%230067a8' stroke-width='2.4'/%3E%3C/svg%3E"

/**
 * A page that needs nothing but itself. Its policy allows this one style sheet and pictures that are written out in it:
 * whatever a name or a message from elsewhere holds, no script runs and nothing is loaded.
 */
export function page({ title, description, css }: Page, ...body: Child[]): string {
  const hash = createHash('sha256').update(css).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:`
  return `<!doctype html>\n${render(
    h(
      'html',
      { lang: 'en' },
      h(
        'head',
        {},
        h('meta', { charset: 'utf-8' }),
        h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
        h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
        h('meta', { name: 'color-scheme', content: 'light dark' }),
        h('meta', { name: 'description', content: description }),
        h('title', {}, title),
        h('link', { rel: 'icon', href: icon }),
        style(css),
      ),
      h('body', {}, body),
    ),
  )}\n`
}
