import { expect, test } from 'vitest'
import { run } from '../main.ts'
import { steady } from '../testing/a-catalogue.ts'
import { aWorld } from '../testing/a-world.ts'

async function printed(...argv: string[]): Promise<string> {
  const world = aWorld()
  expect(await run(argv, world)).toBe(0)
  expect(world.stderr.text()).toBe('')
  return world.stdout.text()
}

test('lists everything, by kind', async () => {
  await expect(await printed('list')).toMatchFileSnapshot('../testdata/list.txt')
})

test('lists one kind without a heading, a name at the start of each line', async () => {
  expect(await printed('list', 'targets')).toBe(
    'sticky   sessions in server memory\nshared   sessions in a store\n',
  )
})

test('says what a scenario needs', async () => {
  const needs = { sessions: ['memory', 'cookie'], affinity: ['stick-table'], services: ['store'] }
  const world = aWorld({ doors: { loadScenario: async () => ({ ...steady, needs }) } })
  await run(['list', 'scenarios'], world)
  expect(world.stdout.text()).toContain(
    'steady   Nothing happens (needs sessions in memory or cookie, affinity stick-table, a store)\n',
  )
})

test.each(['targets', 'scenarios', 'faults'])(
  'list %s --json is a list of what has a name and a title',
  async (kind) => {
    const entries = JSON.parse(await printed('list', kind, '--json'))
    expect(entries.length).toBe(2)
    for (const entry of entries) {
      expect(entry).toMatchObject({ name: expect.any(String), title: expect.any(String) })
    }
  },
)

test('list --json holds all lists', async () => {
  const lists = JSON.parse(await printed('list', '--json'))
  expect(Object.keys(lists)).toEqual(['targets', 'scenarios', 'faults'])
  await expect(JSON.stringify(lists, undefined, 2)).toMatchFileSnapshot('../testdata/list-json.txt')
})
