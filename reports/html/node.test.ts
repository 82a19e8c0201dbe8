import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { h, render, s, style } from './node.ts'

describe('markup', () => {
  test('is an element with attributes and children', () => {
    expect(render(h('p', { class: 'note', id: undefined }, 'a ', h('b', {}, 1), null, ['c']))).toBe(
      '<p class="note">a <b>1</b>c</p>',
    )
  })

  test('has no end where HTML has none, and is short where SVG may be', () => {
    expect(render(h('br', {}))).toBe('<br>')
    expect(render(s('path', { d: 'M0 0' }))).toBe('<path d="M0 0"/>')
  })

  test('rounds coordinates to a hundredth', () => {
    expect(render(s('line', { x1: 1 / 3 }))).toBe('<line x1="0.33"/>')
  })

  test.each([
    ['text', (text: string) => h('p', {}, text)],
    ['an attribute', (text: string) => h('p', { title: text }, 'x')],
  ])('lets no %s become markup', (_where, make) => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', ' ') }), (text) => {
        expect(render(make(text)).match(/[<>]/g)).toHaveLength(4)
        expect(render(make(text)).match(/"/g)?.length ?? 0).toBeLessThanOrEqual(2)
      }),
    )
  })

  test('keeps a number on the line of its unit', () => {
    expect(render('6 blocks, p = 0.031')).toBe('6 blocks, p\u00a0=\u00a00.031')
    expect(render('77.6 % of 4 trials in 30 s, 12 months')).toBe(
      '77.6\u00a0% of 4 trials in 30\u00a0s, 12 months',
    )
  })

  test('refuses a style sheet that would end its own element', () => {
    expect(() => style('</STYLE><script>')).toThrow('ends its own element')
  })
})
