import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DockerError, InputError, Interrupted } from '../engine/errors.ts'
import type { TrialStatus } from '../engine/events.ts'
import type { Doors } from './doors.ts'
import { run } from './main.ts'
import { anOutput, aWorld } from './testing/a-world.ts'
import { anEngine } from './testing/an-experiment.ts'
import { findingsOf, trialThat } from './testing/findings.ts'

const compare = ['compare', 'sticky', 'shared', '--scenario', 'kill-one', '--blocks', '1']
const folderName = '2026-01-31T101500Z-kill-one'
let cwd: string

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'outlast-measure-'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

/** A world in which every experiment ends so, and is reported so. */
function aWorldThatMeasures(
  statuses: TrialStatus[] = ['complete', 'complete'],
  findings = findingsOf(trialThat.held, trialThat.held),
  doors: Partial<Doors> = {},
) {
  const writeReports = async (folder: string) => {
    writeFileSync(join(folder, 'index.html'), '')
    return findings
  }
  return aWorld({ cwd, doors: { ...anEngine(...statuses), writeReports, ...doors } })
}

describe('a comparison', () => {
  test('prints what was found, and the path of the report as the last line', async () => {
    const world = aWorldThatMeasures()
    expect(await run(compare, world)).toBe(0)
    expect(world.stdout.text().trimEnd().split('\n').at(-1)).toBe(
      join(cwd, 'results', folderName, 'index.html'),
    )
    await expect(world.stdout.text().replaceAll(cwd, '/home/me')).toMatchFileSnapshot('testdata/compare.txt')
  })

  test('shows its progress on standard error only', async () => {
    const world = aWorldThatMeasures()
    await run(compare, world)
    expect(world.stderr.text()).toMatch(/^2 trials: 2 targets/)
    expect(world.stdout.text()).not.toContain('2 trials:')
  })

  test('is quiet with --quiet: results only', async () => {
    const world = aWorldThatMeasures()
    await run([...compare, '--quiet'], world)
    expect(world.stderr.text()).toBe('')
    expect(world.stdout.text()).toContain('Kill one web server')
  })

  test('speaks to programs with --json: nothing but events, the path of the report in the last one', async () => {
    const world = aWorldThatMeasures()
    await run([...compare, '--json'], world)
    const events = world.stdout
      .text()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const folder = join(cwd, 'results', folderName)
    expect(events[0]).toMatchObject({ type: 'experiment', folder })
    expect(events.at(-1)).toMatchObject({
      type: 'report',
      path: join(folder, 'index.html'),
      status: 'complete',
    })
    expect(world.stderr.text()).toBe('')
  })

  test('leaves results/latest', async () => {
    await run(compare, aWorldThatMeasures())
    expect(readdirSync(join(cwd, 'results')).sort()).toEqual([folderName, 'latest'])
  })

  test('counts, and is reported, where results/latest can not be made', async () => {
    mkdirSync(join(cwd, 'results', 'latest'), { recursive: true })
    const world = aWorldThatMeasures()
    expect(await run(compare, world)).toBe(0)
    expect(world.stdout.text()).toMatch(/index\.html\n$/)
    expect(world.stderr.text()).toMatch(
      /outlast: .*latest can't be made .*: a folder of that name is there\./,
    )
    expect(readdirSync(join(cwd, 'results')).sort()).toEqual([folderName, 'latest'])
  })

  test('writes where --out says, and refuses to do it twice', async () => {
    expect(await run([...compare, '--out', 'mine'], aWorldThatMeasures())).toBe(0)
    expect(readdirSync(cwd)).toEqual(['mine'])
    const again = aWorldThatMeasures()
    expect(await run([...compare, '--out', 'mine'], again)).toBe(2)
    expect(again.stderr.text()).toContain('is not empty')
  })

  test('tells the engine the command line, to be repeated', async () => {
    let told = ''
    const world = aWorldThatMeasures(undefined, undefined, {
      async runExperiment(_plan, { command }) {
        told = command
        return { trials: [] }
      },
    })
    await run(compare, world)
    expect(told).toBe(`outlast ${compare.join(' ')}`)
  })
})

test('what limits the results comes before them', async () => {
  const findings = findingsOf(trialThat.isInvalid)
  findings.experiment.caveats = ['The generator, the balancer and the servers share 2 cores.', 'Exploratory.']
  const world = aWorldThatMeasures(undefined, findings)
  expect(await run(compare, world)).toBe(3)
  expect(world.stdout.text()).toMatch(/^! The generator, .*\n! Exploratory\.\n\nKill one/)
})

describe('--check', () => {
  const deviated = findingsOf(trialThat.deviated, trialThat.held)

  test('makes a hypothesis that did not hold exit code 1', async () => {
    expect(await run([...compare, '--check'], aWorldThatMeasures(undefined, deviated))).toBe(1)
  })

  test('without it that is a finding, not a failure', async () => {
    expect(await run(compare, aWorldThatMeasures(undefined, deviated))).toBe(0)
  })
})

describe('a trial that failed', () => {
  test('ends with 2 and its reason; what was measured is reported', async () => {
    const world = aWorldThatMeasures(['complete', 'failed'])
    expect(await run(compare, world)).toBe(2)
    expect(world.stderr.text()).toMatch(/outlast: b1-\w+-kill-one failed: it was failed\n$/)
    expect(world.stdout.text()).toContain('index.html')
  })
})

describe('no Docker', () => {
  const noDocker = new DockerError('Docker does not answer.', { hint: 'Start Docker.' })

  test('ends with 2, the remedy, and no folder left behind', async () => {
    const runExperiment = () => Promise.reject(noDocker)
    const world = aWorldThatMeasures([], undefined, { runExperiment })
    expect(await run(compare, world)).toBe(2)
    expect(world.stderr.text()).toBe('outlast: Docker does not answer.\n         Start Docker.\n')
    expect(readdirSync(join(cwd, 'results'))).toEqual([])
  })
})

test('an error in the middle says where that is which was measured before', async () => {
  const runExperiment: Doors['runExperiment'] = async (_plan, { folder }) => {
    writeFileSync(join(folder, 'journal.ndjson'), '')
    throw new DockerError('Docker is gone.')
  }
  const world = aWorldThatMeasures([], undefined, { runExperiment })
  expect(await run(compare, world)).toBe(2)
  const folder = join(cwd, 'results', folderName)
  expect(world.stderr.text()).toBe(`What was measured is kept in ${folder}.\noutlast: Docker is gone.\n`)
})

test('a report that can not be written ends with 2, and says where the journals are', async () => {
  const writeReports: Doors['writeReports'] = async (folder) => {
    writeFileSync(join(folder, 'journal.ndjson'), '')
    throw new InputError('Could not write index.html: the disk is full.', { hint: 'Make room.' })
  }
  const world = aWorldThatMeasures(undefined, undefined, { writeReports })
  expect(await run(compare, world)).toBe(2)
  const folder = join(cwd, 'results', folderName)
  expect(world.stderr.text()).toContain(
    `What was measured is kept in ${folder}.\noutlast: Could not write index.html: the disk is full.\n         Make room.\n`,
  )
  expect(world.stdout.text()).toBe('')
})

describe('Ctrl-C', () => {
  /** Presses it when the engine has begun; the engine then ends its trial. */
  function aWorldInterrupted(statuses: TrialStatus[]) {
    const controller = new AbortController()
    const { runExperiment } = anEngine(...statuses)
    const world = aWorldThatMeasures(statuses, findingsOf(trialThat.isInvalid), {
      runExperiment(plan, options) {
        controller.abort(new Interrupted('Interrupted.'))
        return runExperiment(plan, options)
      },
    })
    return { ...world, signal: controller.signal }
  }

  test('says what happens now, reports what was measured, ends with 130', async () => {
    const world = aWorldInterrupted(['complete', 'interrupted'])
    expect(await run(compare, world)).toBe(130)
    expect(world.stderr.text()).toContain(
      'Ending the trial, keeping what was measured; press Ctrl-C again to leave at once.\n',
    )
    expect(world.stdout.text()).toMatch(/index\.html\n$/)
  })

  test('before the first trial leaves nothing behind', async () => {
    const world = aWorldInterrupted([])
    expect(await run(compare, world)).toBe(130)
    expect(world.stdout.text()).toBe('')
    expect(readdirSync(join(cwd, 'results'))).toEqual([])
  })

  test('is answered with --quiet and --json, too', async () => {
    for (const option of ['--quiet', '--json']) {
      const world = aWorldInterrupted(['interrupted'])
      await run([...compare, option], world)
      expect(world.stderr.text()).toContain('Ctrl-C')
    }
  })

  test('of a command that measures nothing ends with 130', async () => {
    const world = aWorld({ doors: { down: () => Promise.reject(new Interrupted('Interrupted.')) } })
    expect(await run(['down'], world)).toBe(130)
    expect(world.stderr.text()).toBe('outlast: Interrupted.\n')
  })
})

describe('the terminal', () => {
  test.each([
    ['has a live view', { isTTY: true }, {}, true],
    ['has lines in CI', { isTTY: true }, { CI: 'true' }, false],
    ['has lines when it is dumb', { isTTY: true }, { TERM: 'dumb' }, false],
    ['is none: lines', {}, {}, false],
  ])('%s', async (_, terminal, env, live) => {
    const world = { ...aWorldThatMeasures(), stderr: anOutput(terminal), env }
    const { runExperiment } = anEngine('complete', 'complete')
    world.doors.runExperiment = async (plan, options) => {
      const [trial] = plan.trials
      if (trial) options.emit({ type: 'trial', trial, number: 1, of: 2 })
      options.emit({ type: 'phase', phase: 'up' })
      return runExperiment(plan, options)
    }
    await run(compare, world)
    expect(world.stderr.text().includes('\u001b[2A')).toBe(live)
  })
})
