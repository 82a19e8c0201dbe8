import { describe, expect, test } from 'vitest'
import { InputError, Interrupted } from '../../engine/errors.ts'
import { run } from '../main.ts'
import { aWorld } from '../testing/a-world.ts'
import { findingsOf, trialThat } from '../testing/findings.ts'

describe('report', () => {
  test('reads the folder as the user means it, and prints its report last', async () => {
    const read: string[] = []
    const writeReports = async (folder: string) => {
      read.push(folder)
      return findingsOf(trialThat.held)
    }
    const world = aWorld({ cwd: '/home/me', doors: { writeReports } })
    expect(await run(['report', 'results/latest'], world)).toBe(0)
    expect(read).toEqual(['/home/me/results/latest'])
    expect(world.stdout.text()).toMatch(/\n\/home\/me\/results\/latest\/index\.html\n$/)
  })

  test.each([
    ['deviated', [trialThat.deviated], 0, 1],
    ['invalid', [trialThat.isInvalid], 0, 3],
    ['held', [trialThat.held], 0, 0],
  ] as const)('of what %s: exit code without and with --check', async (_, trials, without, withCheck) => {
    const doors = { writeReports: async () => findingsOf(...trials) }
    expect(await run(['report', 'x'], aWorld({ doors }))).toBe(without)
    expect(await run(['report', 'x', '--check'], aWorld({ doors }))).toBe(withCheck)
  })

  test('ends at Ctrl-C, with 130', async () => {
    const writeReports = async (_folder: string, signal?: AbortSignal) => {
      signal?.throwIfAborted()
      return findingsOf()
    }
    const signal = AbortSignal.abort(new Interrupted('Interrupted.'))
    expect(await run(['report', 'x'], { ...aWorld({ doors: { writeReports } }), signal })).toBe(130)
  })

  test('says that there are no journals', async () => {
    const writeReports = () =>
      Promise.reject(new InputError('x holds no journals.', { hint: 'Name another.' }))
    const world = aWorld({ doors: { writeReports } })
    expect(await run(['report', 'x'], world)).toBe(2)
    expect(world.stderr.text()).toBe('outlast: x holds no journals.\n         Name another.\n')
  })
})
