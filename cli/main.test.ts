import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { InputError } from '../engine/errors.ts'
import packageJson from '../package.json' with { type: 'json' }
import { run } from './main.ts'
import { anOutput, aWorld } from './testing/a-world.ts'

const verbs = readdirSync(new URL('commands', import.meta.url))
  .filter((file) => /^[a-z]+\.ts$/.test(file))
  .map((file) => file.replace('.ts', ''))

describe('help', () => {
  test('names every command', async () => {
    const world = aWorld()
    expect(await run(['--help'], world)).toBe(0)
    for (const verb of verbs) expect(world.stdout.text()).toContain(verb)
    await expect(world.stdout.text()).toMatchFileSnapshot('testdata/help.txt')
  })

  test.each(verbs)('%s explains itself, with examples', async (verb) => {
    const world = aWorld()
    expect(await run([verb, '--help'], world)).toBe(0)
    expect(world.stdout.text()).toMatch(/Examples:\n {2}\$ outlast /)
    expect(world.stderr.text()).toBe('')
    await expect(world.stdout.text()).toMatchFileSnapshot(`testdata/help-${verb}.txt`)
  })

  test('is what one gets for saying nothing, as an error', async () => {
    const world = aWorld()
    expect(await run([], world)).toBe(2)
    expect(world.stderr.text()).toContain('Usage: outlast')
    expect(world.stdout.text()).toBe('')
  })

  test('--version prints the version', async () => {
    const world = aWorld()
    expect(await run(['--version'], world)).toBe(0)
    expect(world.stdout.text()).toBe(`${packageJson.version}\n`)
  })
})

describe('a command line with a mistake ends with 2, one message and a remedy', () => {
  test.each([
    [['compre'], 'Unknown command "compre". Did you mean "compare"?', 'Run "outlast --help"'],
    [['frobnicate'], 'Unknown command "frobnicate".', 'Run "outlast --help"'],
    [
      ['compare', '--blcks', '2'],
      'Unknown option "--blcks". Did you mean "--blocks"?',
      'outlast compare --help',
    ],
    [['--quite', 'list'], 'Unknown option "--quite". Did you mean "--quiet"?', 'Run "outlast'],
    [['run'], 'Missing required argument "target".', 'outlast run --help'],
    [
      ['run', 'shared', '--scenario'],
      'Option "--scenario <name|file>" argument missing.',
      'outlast run --help',
    ],
    [['run', 'shared', 'sticky'], 'Too many arguments', 'outlast run --help'],
    [
      ['list', 'target'],
      'There is no list of "target". Did you mean "targets"?',
      'targets, scenarios, faults',
    ],
    [['run', 'nobody', '--scenario', 'kill-one'], 'There is no target "nobody".', 'sticky, shared'],
    [['up', 'nobody'], 'There is no target "nobody".', 'sticky, shared'],
    [['up', 'shared', '--port', '70000'], '--port is "70000"', 'from 1 to 65535'],
    [['plan', 'shared', '--scenario', 'kill-all'], 'There is no scenario "kill-all".', 'kill-one, steady'],
    [['plan', 'shared'], 'No scenario is named.', '--scenario: kill-one, steady'],
    [['plan', '--scenario', 'steady'], 'No target is named.', 'sticky, shared'],
    [['plan', 'kill-one'], '"kill-one" is a scenario, not a target.', 'Write --scenario kill-one'],
    [['plan', 'shared', 'shared', '--all'], 'The target "shared" is named twice.', '--blocks'],
    [
      ['plan', 'shared', '--scenario', 'steady', '--scenario', 'steady'],
      'The scenario "steady" is named twice.',
      '--blocks',
    ],
    [
      ['plan', '--all', '--baseline', 'stiky'],
      '--baseline is "stiky". Did you mean "sticky"?',
      'sticky, shared',
    ],
    [['plan', '--all', '--blocks', '0'], '--blocks is "0"', 'a whole number, 1 or more'],
    [['plan', '--all', '--blocks', '2.5'], '--blocks is "2.5"', 'a whole number, 1 or more'],
    [['plan', '--all', '--seed', '-1'], '--seed is "-1"', 'a whole number, 0 or more'],
    [['plan', '--all', '--users', 'many'], '--users is "many"', 'a whole number, 1 or more'],
    [['plan', '--all', '--rate', '0'], '--rate is "0"', 'a number above 0'],
    [['plan', '--all', '--duration', '60'], '--duration is "60"', 'above 0, such as "500ms", "20s" or "2m"'],
    [['compare', 'shared', '--scenario', 'steady'], "one target can't be compared", 'outlast run'],
  ])('%j', async (argv, message, remedy) => {
    const world = aWorld()
    expect(await run(argv, world)).toBe(2)
    expect(world.stderr.text()).toMatch(/^outlast: /)
    expect(world.stderr.text()).toContain(message)
    expect(world.stderr.text()).toContain(remedy)
    expect(world.stdout.text()).toBe('')
  })
})

describe('an error that is nobody’s but ours', () => {
  const broken = { down: () => Promise.reject(new TypeError('x is not a function')) }

  test('is one message that asks to report it', async () => {
    const world = aWorld({ doors: broken })
    expect(await run(['down'], world)).toBe(2)
    expect(world.stderr.text()).toContain('a mistake in Outlast itself: TypeError: x is not a function')
    expect(world.stderr.text()).toContain('report it')
    expect(world.stderr.text()).not.toContain('main.test.ts')
  })

  test('shows its stack where OUTLAST_DEBUG=1 asks for it', async () => {
    const world = aWorld({ doors: broken, env: { OUTLAST_DEBUG: '1' } })
    await run(['down'], world)
    expect(world.stderr.text()).toContain('main.test.ts')
  })
})

test('a known error shows its cause only where OUTLAST_DEBUG=1 asks for it', async () => {
  const cause = new Error('connect ENOENT')
  const down = () => Promise.reject(new InputError('No.', { hint: 'Do.', cause }))
  const world = aWorld({ doors: { down } })
  await run(['down'], world)
  expect(world.stderr.text()).toBe('outlast: No.\n         Do.\n')
  const debugged = aWorld({ doors: { down }, env: { OUTLAST_DEBUG: '1' } })
  await run(['down'], debugged)
  expect(debugged.stderr.text()).toContain('caused by Error: connect ENOENT')
})

describe('colours', () => {
  const colour = '\u001b['
  test.each([
    ['a terminal has them', { isTTY: true }, {}, [], true],
    ['a file has none', {}, {}, [], false],
    ['NO_COLOR takes them away', { isTTY: true }, { NO_COLOR: '1' }, [], false],
    ['so does --no-color', { isTTY: true }, {}, ['--no-color'], false],
    ['so does a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, [], false],
    ['FORCE_COLOR brings them to a file', {}, { FORCE_COLOR: '1' }, [], true],
    ['FORCE_COLOR=0 takes them away', { isTTY: true }, { FORCE_COLOR: '0' }, [], false],
    ['NO_COLOR wins over FORCE_COLOR', { isTTY: true }, { NO_COLOR: '1', FORCE_COLOR: '1' }, [], false],
  ])('%s', async (_, terminal, env, flags, expected) => {
    const world = aWorld({ stdout: anOutput(terminal), env })
    await run(['list', ...flags], world)
    expect(world.stdout.text().includes(colour)).toBe(expected)
    const helped = aWorld({ stdout: anOutput(terminal), env })
    await run(['list', ...flags, '--help'], helped)
    expect(helped.stdout.text().includes(colour)).toBe(expected)
  })
})
