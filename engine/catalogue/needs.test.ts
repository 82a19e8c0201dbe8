import { describe, expect, test } from 'vitest'
import { InputError } from '../errors.ts'
import type { ScenarioDescription } from '../journal/descriptions.ts'
import { aScenario, aTarget } from '../trial/testing/a-trial.ts'
import { checkFit } from './fit.ts'
import { wordsFor } from './needs.ts'

type Needs = NonNullable<ScenarioDescription['needs']>

const sticky = aTarget({ name: 'sticky', sessions: 'memory', affinity: 'cookie', services: [] })
const shared = aTarget({ name: 'shared', sessions: 'redis', affinity: 'none', services: ['redis'] })
const nginx = aTarget({ name: 'nginx', sessions: 'redis', balancer: 'nginx', services: ['redis'] })

/** Whom a scenario with these needs skips, of the three, and why. */
async function skipped(needs: Needs): Promise<[target: string, reason: string][]> {
  const scenarios = [aScenario({ name: 'nat', needs })]
  const unfit = await checkFit({ targets: [sticky, shared, nginx], scenarios, each: true })
  return unfit.map(({ target, reason }) => [target, reason])
}

describe('a target that lacks what a scenario needs is skipped, with the reason', () => {
  test.each<[needs: Needs, skipped: [target: string, reason: string][]]>([
    [{}, []],
    [{ sessions: ['memory', 'redis'] }, []],
    [
      { sessions: ['redis', 'memcached'] },
      [
        [
          'sticky',
          'Scenario "nat" needs sessions in redis or memcached, but target "sticky" keeps them in memory.',
        ],
      ],
    ],
    [
      { balancer: ['haproxy'] },
      [['nginx', 'Scenario "nat" needs balancer haproxy, but target "nginx" has nginx.']],
    ],
    [
      { affinity: ['cookie', 'stick-table'] },
      [['shared', 'Scenario "nat" needs affinity cookie or stick-table, but target "shared" has none.']],
    ],
    [
      { services: ['redis'] },
      [['sticky', 'Scenario "nat" needs redis, but target "sticky" has web, haproxy.']],
    ],
    [
      { services: ['store'] },
      [['sticky', 'Scenario "nat" needs a store, but target "sticky" has web, haproxy.']],
    ],
  ])('%o', async (needs, expected) => {
    expect(await skipped(needs)).toEqual(expected)
  })
})

test('where no target has it, the experiment is refused, with what each lacks', async () => {
  const refused = checkFit({
    targets: [sticky, shared],
    scenarios: [aScenario({ name: 'nat', needs: { sessions: ['redis'], affinity: ['source-hash'] } })],
    each: true,
  })
  await expect(refused).rejects.toThrow(InputError)
  await expect(refused).rejects.toThrow(
    /needed:\n {2}.*"sticky" keeps them in memory\.\n {2}.*"sticky" has cookie\.\n {2}.*"shared" has none\.$/,
  )
})

test('where scenarios were not asked for one by one, those that fit no target are skipped beside one that does', async () => {
  const nat = aScenario({ name: 'nat', needs: { affinity: ['source-hash'] } })
  const pairs = { targets: [sticky], each: false }
  const reason = 'Scenario "nat" needs affinity source-hash, but target "sticky" has cookie.'
  expect(await checkFit({ ...pairs, scenarios: [nat, aScenario({ name: 'steady' })] })).toEqual([
    { scenario: 'nat', target: 'sticky', reason },
  ])
  await expect(checkFit({ ...pairs, scenarios: [nat] })).rejects.toThrow(reason)
})

test('needs in words', () => {
  expect(wordsFor({ sessions: ['memory', 'cookie'], services: ['store', 'redis'] })).toBe(
    'sessions in memory or cookie, a store, redis',
  )
  expect(wordsFor({ balancer: ['haproxy'], affinity: ['cookie'] })).toBe('balancer haproxy, affinity cookie')
})
