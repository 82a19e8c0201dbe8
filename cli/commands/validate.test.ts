import { describe, expect, test } from 'vitest'
import { Mistakes } from '../../engine/catalogue/problems.ts'
import { InputError } from '../../engine/errors.ts'
import { run } from '../main.ts'
import { sticky } from '../testing/a-catalogue.ts'
import { aWorld } from '../testing/a-world.ts'

const mistakes = new Mistakes('mine.ts', [
  { field: 'traffic.users', problem: 'is 0; give 1 or more' },
  { field: 'method[0].at', problem: 'is 70 s, but the load ends after 60 s; make it earlier' },
])

/** `good.ts` is a target, `mine.ts` has two mistakes, and there is no other file. */
const doors = {
  async validateFile(path: string) {
    if (path === 'good.ts') return { kind: 'target', description: sticky } as const
    throw path === 'mine.ts'
      ? mistakes
      : new InputError(`There is no file ${path}.`, { hint: 'Check the path.' })
  },
}

async function validated(...argv: string[]) {
  const world = aWorld({ doors })
  const exitCode = await run(['validate', ...argv], world)
  return { exitCode, out: world.stdout.text(), err: world.stderr.text() }
}

test('a scenario without a mistake is told moment by moment', async () => {
  const world = aWorld()
  expect(await run(['validate', 'kill-one'], world)).toBe(0)
  expect(world.stdout.text()).toMatch(
    /^kill-one: Kill one web server\n {2}Do users stay .*\n[\s\S]*30 s {2}kill one of web\n/,
  )
  expect(world.stderr.text()).toBe('')
})

test('a target without a mistake is told in short', async () => {
  const { exitCode, out } = await validated('good.ts')
  expect(exitCode).toBe(0)
  expect(out).toBe(
    'sticky: sessions in server memory\n' +
      '  sessions in memory; balancer haproxy, affinity cookie; beside the web servers: nothing\n',
  )
})

test('mistakes are told with their file, and the other files all the same', async () => {
  expect(await validated('mine.ts', 'good.ts', 'none.ts')).toEqual({
    exitCode: 2,
    out: expect.stringMatching(/^sticky: /),
    err: [
      'outlast: mine.ts has 2 mistakes:',
      '           traffic.users is 0; give 1 or more',
      '           method[0].at is 70 s, but the load ends after 60 s; make it earlier',
      'outlast: There is no file none.ts.',
      '         Check the path.',
      '',
    ].join('\n'),
  })
})

describe('--json', () => {
  test('has an object for each file, with each mistake', async () => {
    const { exitCode, out, err } = await validated('mine.ts', 'good.ts', 'none.ts', '--json')
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: '' })
    expect(JSON.parse(out)).toEqual([
      { file: 'mine.ts', valid: false, mistakes: mistakes.problems },
      { file: 'good.ts', valid: true, kind: 'target', description: sticky },
      {
        file: 'none.ts',
        valid: false,
        mistakes: [{ field: '', problem: 'There is no file none.ts. Check the path.' }],
      },
    ])
  })
})
