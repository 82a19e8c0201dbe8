import { describe, expect, test } from 'vitest'
import type { ExperimentEvent } from '../../engine/events.ts'
import { aClock, anOutput } from '../testing/a-world.ts'
import { aPlan, eventsOf } from '../testing/an-experiment.ts'
import { plainText } from './paint.ts'
import { createTty } from './tty.ts'

const csi = '\u001b\\['
const upAndErase = new RegExp(`${csi}(\\d+)A${csi}0J|([^\\n]*)\\n`, 'g')

/** What a terminal shows of a text with the two sequences that the live view uses. */
function shownBy(text: string): string[] {
  const lines: string[] = []
  for (const [, up, line] of text.matchAll(upAndErase)) {
    if (up === undefined) lines.push(line ?? '')
    else lines.splice(lines.length - Number(up))
  }
  return lines
}

function shownAt(isLast: (event: ExperimentEvent) => boolean, columns = 120): string[] {
  const output = anOutput({ isTTY: true, columns })
  const clock = aClock(0)
  const console = createTty({ output, paint: plainText, nowMs: clock.now })
  for (const { afterMs, event } of eventsOf(aPlan)) {
    clock.advance(afterMs)
    console.show(event)
    if (isLast(event)) break
  }
  return shownBy(output.text())
}

const second = (atMs: number) => (event: ExperimentEvent) => event.type === 'second' && event.atMs === atMs

describe('the live lines say', () => {
  test('which trial, its phase, the load, the next fault, and how long it takes', () => {
    expect(shownAt(second(14_000)).slice(-4)).toEqual([
      '● 1/2 shared, kill-one, block 1  baseline, 18 s',
      '  14 s of 60 s, 300 ops/s, 0 not ok, 600 live sessions, 0 signed out',
      '  next: kill one of web in 16 s',
      expect.stringMatching(/^ {2}━{3}─{17} 0 of 2 trials done, about [\d.]+ min left$/),
    ])
  })

  test('what the census has read', () => {
    const lines = shownAt((event) => event.type === 'census' && event.read === 500)
    expect(lines.at(-2)).toBe('  500 of 700 sessions read')
  })

  test('how far the experiment is, by time', () => {
    expect(shownAt((event) => event.type === 'trial' && event.number === 2).at(-1)).toMatch(
      /━{10}─{10} 1 of 2/,
    )
  })
})

test('what has happened stays, in its order', () => {
  expect(shownAt((event) => event.type === 'experimentEnd')).toEqual([
    expect.stringMatching(/^2 trials: 2 targets × 1 scenario × 1 block, about .* min, seed 42$/),
    'results: /results/one',
    ...['1/2 shared', '2/2 sticky'].flatMap((trial) => [
      '  ✔ kill one of web: confirmed, web-2 ended with exit code 137',
      '  ! The generator fell behind.',
      expect.stringMatching(new RegExp(`^✔ ${trial}, kill-one, block 1 {2}complete after [\\d.]+ s$`)),
    ]),
  ])
})

test.each([
  ['skipped', '–'],
  ['failed', '✖'],
] as const)('a trial that was %s is marked %s', (status, mark) => {
  const output = anOutput({ isTTY: true, columns: 120 })
  const console = createTty({ output, paint: plainText, nowMs: aClock(0).now })
  const [trial] = aPlan.trials
  if (!trial) throw new Error('a plan without trials')
  console.show({ type: 'trial', trial, number: 1, of: 2 })
  console.show({ type: 'trialEnd', trial, status, reason: 'no redis', journal: '' })
  expect(shownBy(output.text())[0]).toBe(
    `${mark} 1/2 shared, kill-one, block 1  ${status} after 0 s: no redis`,
  )
})

test('live lines never wrap, as they could not be erased then', () => {
  for (const line of shownAt(second(14_000), 40).slice(-4)) expect(line.length).toBeLessThan(40)
})

test('a line of ours stands above the live ones, and an early end leaves only what happened', () => {
  const output = anOutput({ isTTY: true, columns: 120 })
  const clock = aClock(0)
  {
    using console = createTty({ output, paint: plainText, nowMs: clock.now })
    for (const { event } of eventsOf(aPlan)) {
      console.show(event)
      if (event.type === 'second') break
    }
    console.say('Ending the trial.')
    expect(shownBy(output.text()).at(2)).toBe('Ending the trial.')
    expect(shownBy(output.text()).at(3)).toMatch(/^● 1\/2/)
  }
  expect(shownBy(output.text()).at(-1)).toBe('Ending the trial.')
})
