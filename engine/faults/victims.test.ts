import { expect, test } from 'vitest'
import type { Selection } from './aim.ts'
import { chooseVictims, type SessionsByServer } from './victims.ts'

const four = ['web-9', 'web-10', 'web-11', 'web-12']

interface Choice {
  seed?: number
  now?: string[]
  ever?: string[]
  of?: string[]
  sessions?: SessionsByServer
}

function choose(
  selection: Selection,
  { seed = 1, now = [], ever = now, of = four, sessions = {} }: Choice = {},
) {
  return chooseVictims(of, selection, { seed, struck: { now: new Set(now), ever: new Set(ever) }, sessions })
}
const seeds = Array.from({ length: 50 }, (_, seed) => seed)

test.each<[selection: Selection, count: number]>([
  [{}, 1],
  [{ count: 2 }, 2],
  [{ share: 0.5 }, 2],
  [{ share: 0.6 }, 2],
  [{ share: 0.01 }, 1],
  [{ share: 1 }, 4],
  [{ allBut: 1 }, 3],
  [{ allBut: 4 }, 0],
])('%o of four are %i', (selection, count) => {
  for (const seed of seeds) {
    const { victims, wanted } = choose(selection, { seed })
    expect([victims.length, wanted]).toEqual([count, count])
    expect(new Set(victims).size).toBe(count)
  }
})

test('the same seed gives the same ones, in whatever order they are told', () => {
  for (const seed of seeds) {
    const { victims } = choose({ count: 2 }, { seed })
    expect(choose({ count: 2 }, { seed, of: four.toReversed() }).victims).toEqual(victims)
  }
})

test('each can be drawn', () => {
  expect(new Set(seeds.flatMap((seed) => choose({}, { seed }).victims))).toEqual(new Set(four))
})

test('the newest is the one with the highest number', () => {
  expect(choose({ pick: 'newest' }).victims).toEqual(['web-12'])
  expect(choose({ pick: 'newest', count: 2 }).victims).toEqual(['web-12', 'web-11'])
})

test('who is struck at this moment is left alone', () => {
  for (const seed of seeds)
    expect(choose({ allBut: 0 }, { seed, now: ['web-9'] }).victims).not.toContain('web-9')
})

test('another one is none that was ever struck', () => {
  for (const seed of seeds) {
    const ever = ['web-9', 'web-10', 'web-12']
    expect(choose({ pick: 'another' }, { seed, ever }).victims).toEqual(['web-11'])
    expect(choose({}, { seed, ever: four }).victims).toHaveLength(1)
  }
})

test('says how many there should have been, where there are fewer', () => {
  expect(choose({ count: 5 })).toMatchObject({ wanted: 5, victims: { length: 4 } })
})

test('the one with most or fewest sessions is the one that holds them by the last frame', () => {
  const sessions = { 'web-9': 30, 'web-10': 50, 'web-11': 40 }
  for (const seed of seeds) {
    expect(choose({ pick: 'mostSessions' }, { seed, sessions }).victims).toEqual(['web-10'])
    expect(choose({ pick: 'fewestSessions', count: 2 }, { seed, sessions }).victims).toEqual([
      'web-12',
      'web-9',
    ])
  }
})

test('of those with as many the seed draws', () => {
  const drawn = new Set(seeds.flatMap((seed) => choose({ pick: 'mostSessions' }, { seed }).victims))
  expect(drawn).toEqual(new Set(four))
})
