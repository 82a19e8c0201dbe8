import { describe, expect, test } from 'vitest'
import type { Replacement } from '../cluster.ts'
import { firstKey, sessionSecrets } from '../session-secrets.ts'
import { aFault, aTrial } from '../trial/testing/a-trial.ts'
import { recordsOf } from '../trial/testing/read-trial.ts'
import { roll } from './roll.ts'

function read(options: unknown): string | string[] {
  const read = roll.definition.options.safeParse(options)
  return read.success ? roll.definition.title(read.data) : read.error.issues.map(({ message }) => message)
}

test.each([
  [roll(), 'roll out to all of web'],
  [roll({ drain: '5s' }), 'roll out to all of web (drain 5 s)'],
  [roll({ secrets: ['new', 'old'] }), 'roll out keys new, old to all of web'],
  [roll({ drain: '5s', secrets: ['new'] }), 'roll out keys new to all of web (drain 5 s)'],
])('%o reads "%s"', ({ options }, title) => {
  expect(read(options)).toBe(title)
})

test.each([
  [[], /give one at least/],
  ['new', /give one at least/],
  [['new,old'], /letters, digits and hyphens/],
  [[''], /letters, digits and hyphens/],
  [[1], /letters, digits and hyphens/],
])('keys %j are refused', (secrets, problem) => {
  expect(read({ secrets })).toEqual([expect.stringMatching(problem)])
})

describe('the servers that a roll starts', () => {
  const replacements = async (options: Record<string, unknown>) => {
    const seen: [name: string, environment: Replacement['environment']][] = []
    const trial = await aTrial({
      method: [aFault('roll', options)],
      alter: {
        cluster: (whole) => ({
          ...whole,
          replaceServer(name, how, signal) {
            seen.push([name, how.environment])
            return whole.replaceServer(name, how, signal)
          },
        }),
      },
    })
    expect(recordsOf(trial, 'verdict').map(({ verdict }) => verdict)).toEqual(Array(3).fill('confirmed'))
    return seen.toSorted()
  }

  test('have the secrets of its keys, in that order', async () => {
    const environment = { SESSION_SECRETS: sessionSecrets(['new', 'old']) }
    expect(await replacements({ secrets: ['new', 'old'] })).toEqual([
      ['web-1', environment],
      ['web-2', environment],
      ['web-3', environment],
    ])
  })

  test('are like the old ones where it names none', async () => {
    for (const [, environment] of await replacements({})) expect(environment).toBeUndefined()
  })
})

test('each key has a secret of its own, long enough to sign sessions, and always the same', () => {
  const secrets = sessionSecrets([firstKey, 'new']).split(',')
  expect(secrets).toEqual([sessionSecrets([firstKey]), sessionSecrets(['new'])])
  expect(new Set(secrets).size).toBe(2)
  for (const secret of secrets) expect(secret.length).toBeGreaterThanOrEqual(32)
})
