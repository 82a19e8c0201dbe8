import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('the same key: one after the other, in order, though one fails; another key: at once', async () => {
  const turns = createTurns()
  const seen: string[] = []
  const act = (name: string) => async () => {
    seen.push(`${name} begins`)
    await Promise.resolve()
    seen.push(`${name} ends`)
    if (name === 'a1') throw new Error('a1 fails')
    return name
  }
  const answers = await Promise.allSettled([
    turns.take('a', act('a1')),
    turns.take('a', act('a2')),
    turns.take('b', act('b1')),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(seen.filter((event) => event.startsWith('a'))).toEqual([
    'a1 begins',
    'a1 ends',
    'a2 begins',
    'a2 ends',
  ])
  expect(seen.indexOf('b1 begins')).toBeLessThan(seen.indexOf('a2 begins'))
})
