import { describe, expect, test } from 'vitest'
import type { JournalRecord } from '../../engine/journal/records.ts'
import { anAnalysis, cutOff, renamed } from '../testing/an-analysis.ts'
import { syntheticTrial } from '../testing/synthetic-trial.ts'
import { render } from './node.ts'
import { report } from './report.ts'

async function reportOf(...journals: JournalRecord[][]): Promise<string> {
  const { result, data } = await anAnalysis(...journals)
  return render(report(result, data))
}

const sticky = (block = 1) => syntheticTrial({ target: 'stateful-sticky', block, blocks: 2, position: 1 })
const redis = (block = 1) => syntheticTrial({ target: 'stateless-redis', block, blocks: 2, position: 2 })
const idsIn = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)

/** Text as it is read, without markup. */
const textOf = (html: string) =>
  html
    .replaceAll(/<(small|td|th|p|li|dd)[ >]/g, ' <$1 ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('\u00a0', ' ')

test('a target that the scenario was not tried on has no column, and is named below', async () => {
  const skipped = redis().flatMap((record): JournalRecord[] =>
    record.type === 'trial'
      ? [record]
      : record.type === 'end'
        ? [{ ...record, status: 'skipped', reason: 'It has no such thing.' }]
        : [],
  )
  const html = await reportOf(sticky(), skipped)
  expect(textOf(html)).toContain('Not tried on stateless-redis.')
  expect(html).not.toMatch(/<th scope="col" class="number">stateless-redis/)
  expect(await reportOf(skipped)).not.toContain('side-by-side"')
})

describe('a report of two targets in two blocks', async () => {
  const html = await reportOf(sticky(1), redis(1), sticky(2), redis(2))

  test('begins with what was compared, and has the verdict before any table', () => {
    expect(html).toContain('<h1>stateful-sticky and stateless-redis</h1>')
    expect(html).toContain('2 blocks')
    expect(html).toContain('4 trials, all valid')
    expect(html.indexOf('class="verdict"')).toBeLessThan(html.indexOf('<table'))
    expect(html.indexOf('caveats')).toBeLessThan(html.indexOf('class="verdict"'))
  })

  test('says in its head what limits every number: one host, and too few blocks', () => {
    const head = html.slice(0, html.indexOf('</header>'))
    expect(head).toContain('<span>one host, 2 cores</span>')
    expect(head).toContain('<span>2 blocks: exploratory</span>')
  })

  test('has each target as a column', () => {
    expect(html).toMatch(/<th scope="col" class="number">stateful-sticky<small>2 trials<\/small><\/th>/)
    expect(html).toMatch(/<th scope="row" class="words">users signed out<\/th>/)
  })

  test('draws one block of each target and the other one faintly', () => {
    expect(html.match(/Block 1; 1 other faint/g)).toHaveLength(2)
  })

  test('gives every id once', () => {
    expect(idsIn(html)).toEqual([...new Set(idsIn(html))])
  })

  test('holds no script, no style of its own, and nothing that is fetched', () => {
    expect(html).not.toMatch(/<script|<link|<iframe|<img|<object| style="| on\w+="/)
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
  })

  test('says how to repeat it, and where the numbers are', () => {
    expect(html).toContain('outlast compare stateful-sticky stateless-redis --scenario kill-server')
    for (const file of ['result.json', 'trials.csv', 'timeseries.csv', 'sessions.csv', 'events.csv']) {
      expect(html).toContain(`<a href="${file}">`)
    }
  })
})

test('an experiment that goes on after midnight says on which day it ended', async () => {
  const { result, data } = await anAnalysis(sticky())
  const dayOf = (startedAt: string, endedAt: string) =>
    render(report({ ...result, experiment: { ...result.experiment, startedAt, endedAt } }, data))
  expect(dayOf('2026-01-31T22:15:00.000Z', '2026-01-31T23:20:00.000Z')).toContain(
    '31 January 2026, 22:15 to 23:20 UTC',
  )
  expect(dayOf('2026-01-31T22:15:00.000Z', '2026-02-01T03:20:00.000Z')).toContain(
    '31 January 2026, 22:15 to 1 February 2026, 03:20 UTC',
  )
})

test('one trial alone has no differences, and its number stands', async () => {
  const html = await reportOf(sticky())
  expect(html).toContain('<h1>stateful-sticky</h1>')
  expect(html).not.toContain('Δ is the difference')
  expect(textOf(html)).toMatch(/users signed out\s+100/)
})

test('where no trial counts there is no empty place for dots', async () => {
  expect(await reportOf(sticky())).toContain('Block by block')
  expect(await reportOf(cutOff(sticky()))).not.toContain('Block by block')
})

test('seventeen targets have a row each, and only the first pictures are open', async () => {
  const names = Array.from({ length: 17 }, (_, index) => `target-${String(index).padStart(2, '0')}`)
  const html = await reportOf(...names.map((name) => renamed(sticky(), name)))
  expect(html).toContain('<h1>17 architectures compared</h1>')
  expect(html).toContain(
    '0 of 17 architectures signed nobody out and lost no session; 17 signed out 100 users.',
  )
  expect(html.match(/class="folded-figure"/g)).toHaveLength(13)
  for (const name of names) expect(html).toMatch(new RegExp(`<th scope="row" class="words">${name}`))
  expect(idsIn(html)).toEqual([...new Set(idsIn(html))])
})

describe('a trial that was cut off', async () => {
  const html = await reportOf(cutOff(sticky()), redis())

  test('is said before the verdict', () => {
    expect(html).toContain('The experiment was interrupted')
    const bad = html.indexOf('does not count')
    expect(bad).toBeGreaterThan(0)
    expect(bad).toBeLessThan(html.indexOf('class="verdict"'))
  })

  test('gives no number that is not known, and above all no zero', () => {
    const row = /<th scope="row" class="words">users signed out<\/th>.*?<\/tr>/.exec(html)?.[0] ?? ''
    expect(row).toMatch(/<td class="number"><span class="unknown">not known<\/span><\/td>/)
    expect(html).toContain('Not known: no census was taken.')
    expect(html).not.toContain('No session was leaked')
  })
})

test('whatever a journal says stays text', async () => {
  const evil = '<script>alert(1)</script>"\'&'
  const html = await reportOf(
    sticky().map((record) =>
      record.type === 'trial'
        ? { ...record, command: evil, target: { ...record.target, title: evil } }
        : record.type === 'warning'
          ? { ...record, message: evil }
          : record,
    ),
  )
  expect(html).not.toContain('<script')
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
})
