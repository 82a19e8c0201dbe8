import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { h } from './node.ts'
import { page } from './page.ts'

const css = 'p { color: red; }\n'
const text = page({ title: 'A & B', description: 'one "two"', css }, h('p', {}, 'hello'))

test('a page allows its own style sheet, by its hash, and nothing else', () => {
  const content = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1]
  const styleSheet = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? ''
  const hash = createHash('sha256').update(styleSheet).digest('base64')
  expect(content?.replaceAll('&#39;', "'")).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; img-src data:`,
  )
  expect(styleSheet).toBe(css)
})

test('a page says its language, what it is about, and that it is as wide as the device', () => {
  expect(text).toMatch(/^<!doctype html>\n<html lang="en">/)
  expect(text).toContain('<title>A &amp; B</title>')
  expect(text).toContain('content="one &quot;two&quot;"')
  expect(text).toContain('content="width=device-width, initial-scale=1"')
})
