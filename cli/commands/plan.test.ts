import { describe, expect, test } from 'vitest'
import { run } from '../main.ts'
import { killOne } from '../testing/a-catalogue.ts'
import { aWorld } from '../testing/a-world.ts'

async function printed(...argv: string[]): Promise<string> {
  const world = aWorld()
  expect(await run(['plan', ...argv], world)).toBe(0)
  expect(world.stderr.text()).toBe('')
  return world.stdout.text()
}

const planned = async (...argv: string[]) => JSON.parse(await printed(...argv, '--json'))

test('says what would happen, when, and for how long', async () => {
  const text = await printed('sticky', 'shared', '--scenario', 'kill-one', '--blocks', '2', '--seed', '42')
  await expect(text).toMatchFileSnapshot('../testdata/plan.txt')
})

test('says what a scenario needs', async () => {
  const needs = { affinity: ['none'], services: ['redis-sentinel'] }
  const world = aWorld({ doors: { loadScenario: async () => ({ ...killOne, needs }) } })
  expect(await run(['plan', 'shared', '--scenario', 'kill-one'], world)).toBe(0)
  expect(world.stdout.text()).toContain('\n  needs affinity none, redis-sentinel\n')
})

test('says what a scenario changes of the stack', async () => {
  const settings = { loginCost: 16_384, affinityExpiresMs: 4_000 }
  const world = aWorld({ doors: { loadScenario: async () => ({ ...killOne, settings }) } })
  expect(await run(['plan', 'shared', '--scenario', 'kill-one'], world)).toBe(0)
  expect(world.stdout.text()).toContain(
    '\n  changed: a login hashes a password by scrypt with N = 16384\n' +
      '  changed: the balancer forgets the server of a user who was away for 4 s\n',
  )
})

describe('a trial that will be skipped, as is known before', () => {
  const reason = 'target "sticky" has no redis'
  async function printedOf(...argv: string[]): Promise<string> {
    const world = aWorld()
    const checkFit = async () => [{ scenario: 'kill-one', target: 'sticky', reason }]
    expect(await run(['plan', ...argv], { ...world, doors: { ...world.doors, checkFit } })).toBe(0)
    return world.stdout.text()
  }
  const both = ['sticky', 'shared', '--scenario', 'kill-one', '--blocks', '1']

  test('is told, with the reason', async () => {
    expect(await printedOf(...both)).toMatch(/b1-sticky-kill-one\n +skipped: target "sticky" has no redis\n/)
  })

  test('is counted', async () => {
    expect(await printedOf(...both)).toMatch(
      /^2 trials: 2 targets × 1 scenario × 1 block, 1 trial skipped, about/,
    )
  })

  test('takes no time and no disk', async () => {
    const { expectedMs, expectedBytes } = JSON.parse(await printedOf(...both, '--json'))
    const alone = await planned('shared', '--scenario', 'kill-one', '--blocks', '1')
    expect([expectedMs, expectedBytes]).toEqual([alone.expectedMs, alone.expectedBytes])
  })
})

test('says the same to programs', async () => {
  const text = await printed('shared', '--scenario', 'kill-one', '--seed', '42', '--json')
  await expect(text).toMatchFileSnapshot('../testdata/plan-json.txt')
})

describe('blocks, unless told', () => {
  test.each([
    ['one for one target', ['shared', '--scenario', 'steady'], 1],
    ['six for a comparison', ['shared', 'sticky', '--scenario', 'steady'], 6],
    ['ten for everything', ['--all'], 10],
    ['what is told', ['--all', '--blocks', '3'], 3],
  ])('%s', async (_, argv, blocks) => {
    expect(await planned(...argv)).toMatchObject({ blocks })
  })
})

describe('--all', () => {
  const names = (all: { name: string }[]) => all.map(({ name }) => name)
  test.each([
    ['alone takes every target and every scenario', [], ['sticky', 'shared'], ['kill-one', 'steady']],
    ['with a scenario takes every target', ['--scenario', 'steady'], ['sticky', 'shared'], ['steady']],
    ['with targets takes every scenario', ['shared'], ['shared'], ['kill-one', 'steady']],
  ])('%s', async (_, argv, targets, scenarios) => {
    const plan = await planned('--all', ...argv)
    expect(names(plan.targets)).toEqual(targets)
    expect(names(plan.scenarios)).toEqual(scenarios)
  })
})

test('the baseline is the first target unless another one is named', async () => {
  expect(await planned('shared', 'sticky', '--all')).toMatchObject({ baseline: 'shared' })
  expect(await planned('shared', 'sticky', '--all', '--baseline', 'sticky')).toMatchObject({
    baseline: 'sticky',
  })
})

test('a plan without a seed says the seed with which it can be had again', async () => {
  const first = await planned('--all')
  expect(await planned('--all', '--seed', String(first.seed))).toEqual(first)
})

test('what the command line changes of a scenario is in the plan', async () => {
  const options = ['--users', '50', '--rate', '12.5', '--servers', '5', '--duration', '2m']
  const { scenarios } = await planned('shared', '--scenario', 'kill-one', ...options)
  expect(scenarios[0]).toMatchObject({ users: 50, ratePerSecond: 12.5, servers: 5, durationMs: 120_000 })
})
