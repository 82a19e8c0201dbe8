import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InputError } from '../errors.ts'
import type { Effect } from '../faults/fault.ts'
import { replicated } from '../faults/primary.ts'
import { predictionKey } from '../journal/descriptions.ts'
import { aFault, aScenario, aTarget } from '../trial/testing/a-trial.ts'
import { loadFaults } from './faults.ts'
import { checkFit } from './fit.ts'
import { loadTarget, targetNames } from './targets.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outlast-targets-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function mistakesOf(loading: Promise<unknown>): Promise<string> {
  const error = await loading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof InputError) return [error.message, error.hint].filter(Boolean).join('\n')
  throw new Error(`expected an InputError, got ${error}`)
}

/** What can become of whom. */
const strikes: Record<'web' | 'balancer' | 'store', Effect[]> = {
  web: ['gone', 'renewed', 'stalled', 'added'],
  balancer: ['gone', 'renewed', 'stalled', 'reloaded'],
  store: ['gone', 'renewed', 'stalled'],
}

describe('the targets that come with Outlast', async () => {
  test.each(await targetNames())('%s has no mistake', async (name) => {
    expect(await loadTarget(name)).toMatchObject({ name })
  })

  test.each(await targetNames())('%s has a prediction for every fault', async (name) => {
    const faults = [...(await loadFaults()).values()]
    const { predicts, services } = await loadTarget(name)
    const tiers =
      services.length > 0 ? (['web', 'balancer', 'store'] as const) : (['web', 'balancer'] as const)
    const demoted: Effect[] = services.some((service) => replicated.includes(service)) ? ['demoted'] : []
    const whole = { ...strikes, store: [...strikes.store, ...demoted] }
    const possible = tiers.flatMap((tier) =>
      faults
        .filter(({ effect }) => whole[tier].includes(effect))
        .map(({ kind }) => predictionKey(kind, tier)),
    )
    expect(Object.keys(predicts).sort()).toEqual(possible.sort())
  })
})

test('an unknown name is answered with the nearest one and with all there are', async () => {
  const message = await mistakesOf(loadTarget('stateless-reddis'))
  expect(message).toContain('There is no target "stateless-reddis". Did you mean "stateless-redis"?')
  expect(message).toMatch(/Targets: .*stateful-sticky/)
})

describe('a file of one’s own', () => {
  const { name: _, ...target } = aTarget()
  const write = (file: string) =>
    writeFileSync(join(folder, file), `export default ${JSON.stringify(target)}`)

  test('is a target named after it', async () => {
    write('mine.ts')
    expect(await loadTarget('./mine.ts', { cwd: folder })).toEqual({ ...target, name: 'mine' })
  })

  test('needs a name that can stand in the names of containers', async () => {
    expect(await mistakesOf(loadTarget('./My Target.ts', { cwd: folder }))).toMatch(/small letters/)
  })

  test('that is not there is refused by its name', async () => {
    expect(await mistakesOf(loadTarget('./none.ts', { cwd: folder }))).toMatch(/There is no file none\.ts\./)
  })
})

let files = 0
function withFields(fields: object): Promise<unknown> {
  const name = `t${files++}`
  const { name: _, ...target } = aTarget()
  writeFileSync(join(folder, `${name}.ts`), `export default ${JSON.stringify({ ...target, ...fields })}`)
  return loadTarget(name, { folder })
}

describe('a mistake is found before anything starts, with its field and the remedy', () => {
  test.each<[fields: object, message: RegExp]>([
    [{ sessions: 'reddis' }, /sessions is "reddis"; use one of .*memory.*Did you mean "redis"\?/],
    [{ affinity: 'cookies' }, /affinity is "cookies".*Did you mean "cookie"\?/],
    [{ balancer: undefined }, /balancer is missing/],
    [{ services: ['redis', 'memcache'] }, /services\[1\] is "memcache"; use one of/],
    [{ services: 'redis' }, /services is "redis"; give a list/],
    [{ predicts: { webb: {} } }, /predicts has the unknown field "webb".*Did you mean "web"\?/],
    [
      { predicts: { web: { kil: 'nobody' } } },
      /predicts\.web has the unknown field "kil".*Did you mean "kill"\?/,
    ],
    [{ predicts: { store: { gone: 'none' } } }, /predicts\.store\.gone is "none"; use one of nobody/],
    [{ titel: 'x' }, /unknown field "titel".*Did you mean "title"\?/],
  ])('%o', async (fields, message) => {
    const told = await mistakesOf(withFields(fields))
    expect(told).toMatch(message)
    expect(told).toMatch(/targets\/t\d+\.ts/)
  })

  test('all of them at once', async () => {
    expect(await mistakesOf(withFields({ title: '', sessions: 3, services: 4 }))).toContain('has 3 mistakes:')
  })
})

describe('a fault that strikes what a target does not have', () => {
  const killRedis = aScenario({ name: 'kill-store', method: [aFault('kill', { service: 'redis' })] })
  const withStore = aTarget({ name: 'stateless-redis', services: ['redis'] })

  test('is refused where it is the only target, naming both', async () => {
    const told = await mistakesOf(checkFit({ targets: [aTarget()], scenarios: [killRedis], each: true }))
    expect(told).toMatch(
      /^Scenario "kill-store", method\[0\].*"stateful-sticky" has no redis; it has web, haproxy\./,
    )
  })

  test('is refused where no target has it, naming all', async () => {
    const targets = [aTarget(), aTarget({ name: 'stateful-stick-table' })]
    const told = await mistakesOf(checkFit({ targets, scenarios: [killRedis], each: true }))
    expect(told).toMatch(
      /^No target has what is needed:\n.*"stateful-sticky" has no redis.*\n.*"stateful-stick-table" has no/,
    )
  })

  test('is all right where one has it: the others’ trials are skipped', async () => {
    expect(await checkFit({ targets: [withStore], scenarios: [killRedis], each: true })).toEqual([])
    expect(await checkFit({ targets: [aTarget(), withStore], scenarios: [killRedis], each: true })).toEqual([
      {
        scenario: 'kill-store',
        target: 'stateful-sticky',
        reason: expect.stringContaining('has no redis'),
      },
    ])
  })

  test('strikes the store of a target, whatever it is, where there is one', async () => {
    const killStore = aScenario({ name: 'kill-store', method: [aFault('kill', { service: 'store' })] })
    await checkFit({ targets: [withStore], scenarios: [killStore], each: true })
    const told = await mistakesOf(checkFit({ targets: [aTarget()], scenarios: [killStore], each: true }))
    expect(told).toMatch(/"stateful-sticky" has no store; it has web, haproxy\./)
  })

  describe('one node of a store by its name', () => {
    const scenarioThatKills = (service: string) =>
      aScenario({ name: 'kill-node', method: [aFault('kill', { service })] })
    const targets = [
      aTarget({ name: 'nodes', services: ['memcached'] }),
      aTarget({ name: 'replicas', services: ['redis-sentinel'] }),
    ]
    const skippedBy = async (service: string) =>
      (await checkFit({ targets, scenarios: [scenarioThatKills(service)], each: true })).map(
        ({ reason }) => reason,
      )

    test('is skipped on a target without it, which says what it has', async () => {
      expect(await skippedBy('memcached-2')).toEqual([
        expect.stringMatching(
          /"replicas" has no memcached-2; it has web, haproxy, redis-primary, redis-replica, sentinel-1, .*\.$/,
        ),
      ])
      expect(await skippedBy('redis-replica')).toEqual([
        expect.stringMatching(
          /"nodes" has no redis-replica; it has web, haproxy, memcached-1, memcached-2, memcached-3\.$/,
        ),
      ])
    })

    test('may be at the other end, too', async () => {
      const cutOff = aFault('partition', { service: 'web-1', from: 'memcached-3' })
      const scenarios = [aScenario({ name: 'cut-off', method: [cutOff] })]
      expect(await checkFit({ targets, scenarios, each: true })).toEqual([
        expect.objectContaining({
          target: 'replicas',
          reason: expect.stringContaining('has no memcached-3'),
        }),
      ])
    })

    test('is no other that has a longer name', async () => {
      await expect(skippedBy('redis')).rejects.toThrow(/"replicas" has no redis; it has/)
    })
  })

  test.each(['web', 'web-2', 'haproxy', 'balancer'])('%s is there in every target', async (service) => {
    const scenario = aScenario({ method: [aFault('kill', { service })] })
    await checkFit({ targets: [withStore, aTarget()], scenarios: [scenario], each: true })
  })
})
